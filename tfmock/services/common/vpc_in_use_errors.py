"""What DeleteVpc answers while resources of other products are in the VPC; their rows name these errors.

Source: error codes of API metadata Vpc 2016-04-28.
"""

from __future__ import annotations

from typing import Final

from tfmock.protocol.errors import ErrorTemplate

VPC_HAS_PEERING: Final = ErrorTemplate(
    400, "OperationDenied.VpcPeerExists", "The operation is not allowed because the VpcPeer exists."
)
VPC_HAS_SECURITY_GROUP: Final = ErrorTemplate(
    400, "DependencyViolation.SecurityGroup", "Specified object has dependent resources SecurityGroup."
)
