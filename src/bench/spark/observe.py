"""Prints, as one line of JSON, what a process in this container sees of the machine under it."""

import json
import os


def read_file(path):
    """The text of a file, or None where this kernel does not show it."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read().strip()
    except OSError:
        return None


def memory_total_bytes():
    for line in (read_file("/proc/meminfo") or "").splitlines():
        if line.startswith("MemTotal:"):
            return int(line.split()[1]) * 1024
    return None


def memory_limit_bytes():
    """The control group's limit, version 2 or 1; None where there is none or it cannot be seen."""
    for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        text = read_file(path)
        if text and text.isdigit() and int(text) < 1 << 60:
            return int(text)
    return None


def processor():
    """The line of /proc/cpuinfo that names the first processor; None where there is none."""
    lines = (read_file("/proc/cpuinfo") or "").splitlines()
    return next((line for line in lines if line.startswith("model name")), None)


def jvm_flags():
    """Every -X and -XX option of Spark's JVM in this container, as YARN's launch script gave them."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        words = (read_file(f"/proc/{pid}/cmdline") or "").split("\0")
        if words[0].endswith("java") and any("org.apache.spark" in word for word in words):
            return sorted(word for word in words if word.startswith("-X"))
    return []


def observe_host():
    """What a process in this container sees of the machine under it."""
    uname = os.uname()
    return {
        "container": os.environ.get("CONTAINER_ID"),
        "hostname": uname.nodename,
        "kernel": uname.release,
        "kernelVersion": uname.version,
        "procVersion": read_file("/proc/version"),
        "processor": processor(),
        "cpus": len(os.sched_getaffinity(0)),
        "memoryBytes": memory_total_bytes(),
        "memoryLimitBytes": memory_limit_bytes(),
        "jvmFlags": jvm_flags(),
    }


if __name__ == "__main__":
    print(json.dumps(observe_host()))
