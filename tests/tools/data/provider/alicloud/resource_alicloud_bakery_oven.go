package alicloud

import (
	"fmt"
	"strings"
	"time"

	"github.com/PaesslerAG/jsonpath"
	"github.com/aliyun/terraform-provider-alicloud/alicloud/connectivity"
	"github.com/hashicorp/terraform-plugin-sdk/helper/resource"
	"github.com/hashicorp/terraform-plugin-sdk/helper/schema"
	"github.com/hashicorp/terraform-plugin-sdk/helper/validation"
)

func resourceBakeryOven() *schema.Resource {
	return &schema.Resource{
		Create: resourceBakeryOvenCreate,
		Read:   resourceBakeryOvenRead,
		Update: resourceBakeryOvenUpdate,
		Delete: resourceBakeryOvenDelete,
		Schema: map[string]*schema.Schema{
			"oven_name": {Type: schema.TypeString, Required: true, ValidateFunc: validation.StringLenBetween(2, 16)},
			"fuel":      {Type: schema.TypeString, Optional: true, Default: "Wood", ValidateFunc: validation.StringInSlice([]string{"Wood", "Gas"}, false)},
			"volume":    {Type: schema.TypeInt, Optional: true, ValidateFunc: validation.IntBetween(0, 900)},
			"trays":     {Type: schema.TypeList, Computed: true, Elem: &schema.Schema{Type: schema.TypeString}},
			"status":    {Type: schema.TypeString, Computed: true},
		},
	}
}

func resourceBakeryOvenCreate(d *schema.ResourceData, meta interface{}) error {
	client := meta.(*connectivity.AliyunClient)
	request := map[string]interface{}{"RegionId": client.RegionId, "OvenName": d.Get("oven_name")}
	if v, ok := d.GetOk("fuel"); ok {
		request["Fuel"] = v
	}
	if v, ok := d.GetOk("volume"); ok {
		request["Litres"] = v.(int) * 1000
	}
	response, err := client.RpcPost("Bakery", "2031-05-06", "CreateOven", nil, request, true)
	if err != nil {
		return WrapError(err)
	}
	if fmt.Sprint(response["Code"]) != "200" {
		return WrapError(fmt.Errorf("failed: %v", response))
	}
	d.SetId(fmt.Sprint("oven:", response["OvenId"]))
	conf := BuildStateConf([]string{}, []string{"Hot"}, d.Timeout(schema.TimeoutCreate), 5*time.Second, ovenState(client, d.Id()))
	if _, err := conf.WaitForState(); err != nil {
		return WrapError(err)
	}
	return resourceBakeryOvenRead(d, meta)
}

func describeOven(client *connectivity.AliyunClient, id string) (map[string]interface{}, error) {
	parts := strings.Split(id, ":")
	response, err := client.RpcPost("Bakery", "2031-05-06", "DescribeOven", nil, map[string]interface{}{"OvenId": parts[1]}, true)
	if err != nil {
		if IsExpectedErrors(err, []string{"InvalidOven.NotFound"}) {
			return nil, WrapErrorf(NotFoundErr("Oven", id), NotFoundMsg)
		}
		return nil, WrapError(err)
	}
	v, err := jsonpath.Get("$.Oven", response)
	if err != nil {
		return nil, WrapError(err)
	}
	return v.(map[string]interface{}), nil
}

func ovenState(client *connectivity.AliyunClient, id string) resource.StateRefreshFunc {
	return func() (interface{}, string, error) {
		object, err := describeOven(client, id)
		if err != nil {
			if NotFoundError(err) {
				return nil, "", nil
			}
			return nil, "", WrapError(err)
		}
		status := ""
		if formatInt(object["Glow"]) == 7 {
			status = "Hot"
		} else {
			status = "Cold"
		}
		return object, status, nil
	}
}

func resourceBakeryOvenRead(d *schema.ResourceData, meta interface{}) error {
	object, err := describeOven(meta.(*connectivity.AliyunClient), d.Id())
	if err != nil {
		return WrapError(err)
	}
	d.Set("oven_name", object["Name"].(string))
	d.Set("fuel", object["Fuel"])
	d.Set("volume", formatInt(object["Litres"])/1000)
	d.Set("trays", convertJsonStringToStringList(object["Trays"]))
	d.Set("status", object["Status"])
	return nil
}

func resourceBakeryOvenUpdate(d *schema.ResourceData, meta interface{}) error {
	client := meta.(*connectivity.AliyunClient)
	if d.HasChange("oven_name") {
		request := map[string]interface{}{"OvenId": d.Id(), "OvenName": d.Get("oven_name")}
		if _, err := client.RpcPost("Bakery", "2031-05-06", "ModifyOven", nil, request, true); err != nil {
			return WrapError(err)
		}
	}
	return resourceBakeryOvenRead(d, meta)
}

func resourceBakeryOvenDelete(d *schema.ResourceData, meta interface{}) error {
	client := meta.(*connectivity.AliyunClient)
	_, err := client.RoaDelete("Bakery", "2031-05-06", fmt.Sprintf("/ovens/%s", d.Id()), nil, nil, nil, true)
	return WrapError(err)
}

func dataSourceBakeryOvens() *schema.Resource {
	return &schema.Resource{
		Read: dataSourceBakeryOvensRead,
		Schema: map[string]*schema.Schema{
			"fuel":  {Type: schema.TypeString, Optional: true},
			"names": {Type: schema.TypeList, Computed: true, Elem: &schema.Schema{Type: schema.TypeString}},
		},
	}
}

func dataSourceBakeryOvensRead(d *schema.ResourceData, meta interface{}) error {
	client := meta.(*connectivity.AliyunClient)
	response, err := client.RpcPost("Bakery", "2031-05-06", "ListOvens", nil, map[string]interface{}{}, true)
	if err != nil {
		return WrapError(err)
	}
	names := make([]interface{}, 0)
	for _, v := range response["Ovens"].([]interface{}) {
		item := v.(map[string]interface{})
		if fuel, ok := d.GetOk("fuel"); ok && item["Fuel"] != fuel {
			continue
		}
		names = append(names, item["Name"])
	}
	d.Set("names", names)
	return nil
}
