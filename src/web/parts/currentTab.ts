/** For the ref of tabs that may be wider than their room: the current one stands within it when they appear. */
export function showCurrentTab(tabs: HTMLElement | null): void {
  const current = tabs?.querySelector<HTMLElement>('[aria-current]')
  if (!tabs || !current) return
  const [room, own] = [tabs.getBoundingClientRect(), current.getBoundingClientRect()]
  if (own.right > room.right || own.left < room.left) tabs.scrollLeft += own.left - room.left - (room.width - own.width) / 2
}
