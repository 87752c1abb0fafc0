#!/bin/sh
# In fresh mount and process namespaces: make a container from read-only parts of this machine, and run a command in it.
# usage: enter.sh ROOT CGROUPS CAPABILITIES EXTRA COMMAND...   (CGROUPS: "name=folder ..."; EXTRA: folders to show too)
set -eu
root=$1 cgroups=$2 capabilities=$3 extra=$4
shift 4

mount --make-rprivate /
mount --bind "$root" "$root"

show() {
    mkdir -p "$root$1"
    mount --bind "$1" "$root$1"
    # In a user namespace a mount may carry flags that cannot be changed; there the files are not ours to write anyway.
    mount -o remount,bind,ro "$root$1" 2>/dev/null || [ "$(id -u)" != 0 ] || touch "$root/.writable" 2>/dev/null || true
}

for part in bin sbin lib lib32 lib64 libx32; do
    if [ -L "/$part" ]; then
        ln -sfn "$(readlink "/$part")" "$root/$part"
    elif [ -d "/$part" ]; then
        show "/$part"
    fi
done
show /usr
show /etc
for folder in $extra; do show "$folder"; done

mkdir -p "$root/proc" "$root/dev" "$root/sys" "$root/tmp" "$root/run" "$root/var/tmp" "$root/root" "$root/.old"
chmod 1777 "$root/tmp" "$root/var/tmp"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom; do
    : >"$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/shm"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
ln -s /proc/self/fd "$root/dev/fd"
ln -s /proc/self/fd/0 "$root/dev/stdin"
ln -s /proc/self/fd/1 "$root/dev/stdout"
ln -s /proc/self/fd/2 "$root/dev/stderr"
mount -t tmpfs -o mode=755 tmpfs "$root/sys"
mkdir -p "$root/sys/fs/cgroup"
for pair in $cgroups; do
    mkdir -p "$root/sys/fs/cgroup/${pair%%=*}"
    mount --bind "${pair#*=}" "$root/sys/fs/cgroup/${pair%%=*}"
done

cd "$root"
pivot_root . .old
# shellcheck disable=SC2016  # the inner shell expands these
exec chroot . /bin/sh -c '
    umount -l /.old && rmdir /.old
    cd /autograder
    capabilities=$1
    shift
    exec setpriv --bounding-set="$capabilities" --inh-caps=-all "$@"' enter "$capabilities" "$@"
