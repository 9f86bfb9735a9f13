// The hatched red edge around everything of a live desk, told by its shape where colours are not seen.

export function LiveEdge() {
  return <div aria-hidden="true" className="live-edge pointer-events-none fixed inset-0 z-20" />
}
