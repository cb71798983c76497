// Package pantry is an invented service in the form of alibaba-cloud-sdk-go.
package pantry

type AddShelfRequest struct {
	*requests.RpcRequest
	WoodenBoard string `position:"Query" name:"Board"`
}

type AddShelfResponse struct {
	*responses.BaseResponse
	ShelfId string `json:"ShelfID" xml:"ShelfID"`
}

func CreateAddShelfRequest() (request *AddShelfRequest) {
	request = &AddShelfRequest{RpcRequest: &requests.RpcRequest{}}
	request.InitWithApiInfo("Pantry", "2030-01-02", "AddShelf", "pantry", "openAPI")
	request.Method = requests.POST
	return
}
