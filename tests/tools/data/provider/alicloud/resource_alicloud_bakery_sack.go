package alicloud

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/aliyun/terraform-provider-alicloud/alicloud/connectivity"
	"github.com/hashicorp/terraform-plugin-sdk/helper/schema"
	"gopkg.in/yaml.v2"
)

func resourceBakerySack() *schema.Resource {
	return &schema.Resource{
		Create: resourceBakerySackCreate,
		Read:   resourceBakerySackRead,
		Delete: resourceBakerySackDelete,
		Schema: map[string]*schema.Schema{
			"flour":  {Type: schema.TypeString, Required: true},
			"grade":  {Type: schema.TypeString, Required: true},
			"origin": {Type: schema.TypeString, Computed: true},
			"sifted": {Type: schema.TypeBool, Computed: true},
			"seal":   {Type: schema.TypeString, Computed: true},
		},
	}
}

type BakeryService struct {
	client *connectivity.AliyunClient
}

func resourceBakerySackCreate(d *schema.ResourceData, meta interface{}) error {
	client := meta.(*connectivity.AliyunClient)
	request := map[string]interface{}{"Flour": d.Get("flour"), "Grade": d.Get("grade")}
	if _, err := client.RpcPost("Bakery", "2031-05-06", "FillSack", nil, request, true); err != nil {
		return WrapError(err)
	}
	d.SetId(fmt.Sprint(d.Get("flour"), ":", d.Get("grade")))
	service := BakeryService{client}
	if err := service.WaitForSack(d.Id(), "Filled", 60); err != nil {
		return WrapError(err)
	}
	return resourceBakerySackRead(d, meta)
}

// WaitForSack looks for the sack in the rows of a shelf; another word than the one that is waited for is compared, too.
func (s *BakeryService) WaitForSack(id string, status Status, timeout int) error {
	parts := strings.Split(id, ":")
	for {
		object, err := s.DescribeShelfRow(parts[0])
		if err != nil {
			return WrapError(err)
		}
		if object != nil {
			for _, v := range object["Sacks"].(map[string]interface{})["Sack"].([]interface{}) {
				sack := v.(map[string]interface{})
				if sack["Grade"] == parts[1] || sack["Grade"] == "Any" {
					return nil
				}
			}
		}
		time.Sleep(time.Second)
	}
}

func (s *BakeryService) DescribeShelfRow(flour string) (object map[string]interface{}, err error) {
	response, err := s.client.RpcPost("Bakery", "2031-05-06", "ListShelfRows", nil, map[string]interface{}{"Flour": flour}, true)
	if err != nil {
		return object, WrapError(err)
	}
	rows := response["Rows"].([]interface{})
	if len(rows) < 1 {
		return object, WrapErrorf(NotFoundErr("Sack", flour), NotFoundMsg)
	}
	return rows[0].(map[string]interface{}), nil
}

func (s *BakeryService) DescribeSack(id string) (object map[string]interface{}, err error) {
	response, err := s.client.RpcPost("Bakery", "2031-05-06", "DescribeSack", nil, map[string]interface{}{"SackId": id}, true)
	if err != nil {
		return object, WrapError(err)
	}
	mill, err := s.client.RpcPost("Bakery", "2031-05-06", "DescribeMill", nil, map[string]interface{}{"SackId": id}, true)
	if err != nil {
		return object, WrapError(err)
	}
	response["Mill"] = mill
	return response, nil
}

func resourceBakerySackRead(d *schema.ResourceData, meta interface{}) error {
	service := BakeryService{meta.(*connectivity.AliyunClient)}
	object, err := service.DescribeSack(d.Id())
	if err != nil {
		return WrapError(err)
	}
	d.Set("grade", object["Grade"])
	if v, ok := object["Sifted"]; ok {
		sifted, _ := strconv.ParseBool(v.(string))
		d.Set("sifted", sifted)
	}
	if v, ok := object["Mill"]; ok && v != nil {
		d.Set("origin", v.(map[string]interface{})["Address"].(map[string]interface{})["Town"])
	}
	label := make(map[string]interface{})
	_ = yaml.Unmarshal([]byte(object["Label"].(string)), &label)
	d.Set("seal", label["seals"].([]interface{})[0])
	return nil
}

func resourceBakerySackDelete(d *schema.ResourceData, meta interface{}) error {
	client := meta.(*connectivity.AliyunClient)
	_, err := client.RpcPost("Bakery", "2031-05-06", "EmptySack", nil, map[string]interface{}{"SackId": d.Id()}, true)
	return WrapError(err)
}
