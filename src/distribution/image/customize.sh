#!/bin/sh
# mmdebstrap's customize hook of the workload image; $1 is its root folder.
set -eu
root=$1

# The host's mirrors, proxies and credentials are not the workload's business.
rm -f "$root"/etc/apt/sources.list "$root"/etc/apt/sources.list.d/* "$root"/etc/apt/apt.conf.d/99mmdebstrap \
  "$root"/etc/dpkg/dpkg.cfg.d/99mmdebstrap

# The JVM maps its own classes from this archive instead of parsing them: half the start-up time under gVisor.
java=$(chroot "$root" readlink -f /usr/bin/java)
if ! [ -f "$root/${java%/bin/java}/lib/server/classes.jsa" ]; then
  chroot "$root" "$java" -Xshare:dump
fi

# Licences stay; the JRE's installation needed the folders of the manual pages, running it does not.
find "$root/usr/share/doc" -type f ! -name copyright -delete
find "$root/usr/share/man" "$root/usr/share/info" "$root/usr/share/locale" -type f -delete
find "$root/var/log" "$root/var/cache" -type f -delete

# Mount points of the read-only root.
mkdir -p "$root/opt/spark"
