package database

import "syscall"

// memory is a folder of the machine's memory with room to spare, or "": a container may have little of it.
func memory() string {
	const folder, enough = "/dev/shm", 2 << 30
	var space syscall.Statfs_t
	if err := syscall.Statfs(folder, &space); err != nil || space.Bavail*uint64(space.Bsize) < enough {
		return ""
	}
	return folder
}
