package alicloud

import (
	"github.com/aliyun/alibaba-cloud-sdk-go/services/pantry"
	"github.com/aliyun/terraform-provider-alicloud/alicloud/connectivity"
	"github.com/hashicorp/terraform-plugin-sdk/helper/schema"
)

func resourcePantryShelf() *schema.Resource {
	return &schema.Resource{
		Create: resourcePantryShelfCreate,
		Read:   resourcePantryShelfRead,
		Delete: resourcePantryShelfDelete,

		CustomizeDiff: customizePantryShelfDiff,
		Schema: map[string]*schema.Schema{
			"board": {Type: schema.TypeString, Required: true, ForceNew: true},
		},
	}
}

func resourcePantryShelfCreate(d *schema.ResourceData, meta interface{}) error {
	client := meta.(*connectivity.AliyunClient)
	request := pantry.CreateAddShelfRequest()
	request.WoodenBoard = d.Get("board").(string)
	raw, err := client.WithPantryClient(func(c *pantry.Client) (interface{}, error) {
		return c.AddShelf(request)
	})
	if err != nil {
		return WrapError(err)
	}
	response, _ := raw.(*pantry.AddShelfResponse)
	d.SetId(response.ShelfId)
	return resourcePantryShelfRead(d, meta)
}

func resourcePantryShelfRead(d *schema.ResourceData, meta interface{}) error {
	return d.Set("board", d.Get("board"))
}

func resourcePantryShelfDelete(d *schema.ResourceData, meta interface{}) error {
	return nil
}

func customizePantryShelfDiff(d *schema.ResourceDiff, meta interface{}) error {
	client := meta.(*connectivity.AliyunClient)
	request := map[string]interface{}{"Board": d.Get("board")}
	response, err := client.RpcPost("Pantry", "2030-01-02", "PreviewShelf", nil, request, false)
	if err != nil {
		return WrapError(err)
	}
	if !response["Allowed"].(bool) {
		return WrapError(err)
	}
	return nil
}
