"""What the Vpc API answers about elastic IP addresses.

Source: the error codes of the EIP actions' pages unless a comment says otherwise.
"""

from __future__ import annotations

from typing import Final

from tfmock.protocol.errors import ErrorTemplate

NOT_FOUND: Final = ErrorTemplate(404, "InvalidAllocationId.NotFound", "The specified allocation ID does not exist.")
STATUS: Final = ErrorTemplate(400, "IncorrectEipStatus", "Current elastic IP status does not support this operation.")
INSTANCE_NOT_FOUND: Final = ErrorTemplate(400, "InvalidInstanceId.NotFound", "Specified instance does not exist.")
INSTANCE_STATUS: Final = ErrorTemplate(
    400, "IncorrectInstanceStatus", "Current instance status does not support this operation."
)
INTERFACE_STATUS: Final = ErrorTemplate(
    400, "InvalidStatus.EniStatusNotSupport", "The status of the network interface does not support this operation."
)  # provider: retries the code; guess: the message
#: Neither an address nor the id of an EIP that was released can be had again here.
RESERVE: Final = ErrorTemplate(400, "ReserveIpFail", "Reserve eip failed.")
PREPAID: Final = ErrorTemplate(400, "Forbidden.ChargeTypeIsPrepaid", "It's forbidden to release a prepaid EIP")
CHARGE_TYPE: Final = ErrorTemplate(
    400, "InvalidParameter", 'Specified value of "InstanceChargeType" is not valid'
)  # guess: as of InternetChargeType
PROTECTED: Final = ErrorTemplate(
    400, "InvalidOperation.DeletionProtection", "The instance cannnot delete because of deletion protecion."
)
PROTECTION_TYPE: Final = ErrorTemplate(
    400, "IllegalParam.Type", "The param of Type is illegal."
)  # guess: code and message
MODE: Final = ErrorTemplate(400, "IllegalParam.Mode", "The param of Mode is illegal.")  # guess: code and message
