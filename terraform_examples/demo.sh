#!/bin/sh
# What `make demo` shows: an example applied to a tfmock of its own, with Terraform where that and the provider are to
# be had, else with Alibaba Cloud's own Python SDKs. Needs tfmock and python in PATH; leaves nothing behind.
set -eu
cd "$(dirname "$0")"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
cp -R same_account/. "$folder"
export CHECKPOINT_DISABLE=1
[ -t 1 ] || export TF_CLI_ARGS=-no-color

without=""
if ! command -v terraform >/dev/null; then
  without="terraform is not installed"
elif ! terraform -chdir="$folder" init -input=false -no-color >"$folder/init.log" 2>&1; then
  without="terraform init cannot get the provider: $(grep -m1 Error "$folder/init.log" || tail -n 1 "$folder/init.log")"
fi

if [ -n "$without" ]; then
  echo "--- $without: applying a peering with Alibaba Cloud's Python SDKs instead (terraform_examples/sdk_demo.py)"
  tfmock exec -- python sdk_demo.py
else
  echo "--- applying terraform_examples/same_account with Terraform (the provider itself waits for about 17 seconds)"
  cd "$folder"
  tfmock exec -- sh -ec '
    terraform apply -input=false -auto-approve
    echo
    echo "--- as Terraform has it now"
    for each in vpc_peer_connection.this route_entry.local route_entry.accepting; do
      terraform state show "alicloud_$each"
    done
    echo
    echo "--- as tfmock saw it"
  '
fi
