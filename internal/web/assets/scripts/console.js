// The console: bulk selection, keyboard of the workbench.
export {}
