"""Asks /dev/kvm for a virtual machine and lets it run two instructions; prints what came of it as JSON.

Argument: the device, by default /dev/kvm. Changes nothing on the host. A machine that hangs is the caller's to end.
Numbers and structures: Linux, Documentation/virt/kvm/api.rst.
"""

import ctypes
import fcntl
import json
import mmap
import os
import struct
import sys

KVM_GET_API_VERSION = 0xAE00
KVM_CREATE_VM = 0xAE01
KVM_GET_VCPU_MMAP_SIZE = 0xAE04
KVM_CREATE_VCPU = 0xAE41
KVM_SET_USER_MEMORY_REGION = 0x4020AE46
KVM_RUN = 0xAE80
KVM_SET_REGS = 0x4090AE82
KVM_GET_SREGS = 0x8138AE83
KVM_SET_SREGS = 0x4138AE84
KVM_EXIT_HLT = 5
API_VERSION = 12
PAGE = 4096
NOP_HLT = b"\x90\xf4"


def say(step, **more):
    """Reports at once: should a later step hang, the earlier ones are known."""
    print(json.dumps({"step": step, **more}), flush=True)


def run_guest(vm, kvm):
    memory = mmap.mmap(-1, PAGE)
    memory[: len(NOP_HLT)] = NOP_HLT
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    fcntl.ioctl(vm, KVM_SET_USER_MEMORY_REGION, struct.pack("IIQQQ", 0, 0, PAGE, PAGE, address))
    vcpu = fcntl.ioctl(vm, KVM_CREATE_VCPU, 0)
    say("vcpu")
    state = mmap.mmap(vcpu, fcntl.ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0))
    segments = bytearray(312)
    fcntl.ioctl(vcpu, KVM_GET_SREGS, segments)
    # Code segment: base 0, selector 0, so that the instruction pointer is an address.
    segments[0:8] = struct.pack("Q", 0)
    segments[12:14] = struct.pack("H", 0)
    fcntl.ioctl(vcpu, KVM_SET_SREGS, bytes(segments))
    registers = struct.pack("18Q", *([0] * 16), PAGE, 2)
    fcntl.ioctl(vcpu, KVM_SET_REGS, registers)
    fcntl.ioctl(vcpu, KVM_RUN, 0)
    reason = struct.unpack("I", state[8:12])[0]
    say("ran" if reason == KVM_EXIT_HLT else "exit", reason=reason)


def main():
    try:
        kvm = os.open(sys.argv[1] if len(sys.argv) > 1 else "/dev/kvm", os.O_RDWR | os.O_CLOEXEC)
        say("open")
        version = fcntl.ioctl(kvm, KVM_GET_API_VERSION, 0)
        if version != API_VERSION:
            return say("version", version=version)
        vm = fcntl.ioctl(kvm, KVM_CREATE_VM, 0)
        say("vm")
        if os.uname().machine == "x86_64":
            run_guest(vm, kvm)
        else:
            say("ran")
    except OSError as error:
        say("error", code=error.errno, message=error.strerror)


main()
