// The frames of one page as the app sees them, mirrored from Chromium so that a sender's url and parent can be read synchronously.
import type { ForgedFrame, WireFrame } from '../wire.ts'

export interface WebFrameMain {
  readonly url: string
  readonly origin: string
  readonly name: string
  readonly parent: WebFrameMain | null
  readonly top: WebFrameMain | null
  readonly frames: WebFrameMain[]
  readonly framesInSubtree: WebFrameMain[]
  readonly routingId: number
  readonly processId: number
  readonly osProcessId: number
  readonly frameTreeNodeId: number
  readonly detached: boolean
  isDestroyed(): boolean
}

export interface FrameTree {
  main(): WebFrameMain
  find(id: string | null): WebFrameMain | null
  mirror(frames: WireFrame[]): void
  forge(description: ForgedFrame): WebFrameMain | null
}

const rendererProcessId = 2
let lastRoutingId = 0

export function frameTree(): FrameTree {
  const known = new Map<string, WebFrameMain>()
  let current = new Map<string, WireFrame>()
  let mainId: string | null = null

  const frame = (read: () => WireFrame | null): WebFrameMain => {
    const routingId = ++lastRoutingId
    let last: WireFrame = { id: '', parentId: null, url: '', origin: 'null', name: '' }
    const now = (): WireFrame => (last = read() ?? last)
    const self: WebFrameMain = {
      get url() {
        return now().url
      },
      get origin() {
        return now().origin
      },
      get name() {
        return now().name
      },
      get parent() {
        return tree.find(now().parentId)
      },
      get top() {
        return self.parent === null ? self : self.parent.top
      },
      get frames() {
        const id = now().id
        return [...current.values()]
          .filter((each) => each.parentId === id)
          .flatMap((each) => tree.find(each.id) ?? [])
      },
      get framesInSubtree() {
        return [self, ...self.frames.flatMap((child) => child.framesInSubtree)]
      },
      routingId,
      processId: rendererProcessId,
      osProcessId: process.pid,
      frameTreeNodeId: routingId,
      get detached() {
        return read() === null
      },
      isDestroyed: () => read() === null,
    }
    return self
  }

  const blank: WireFrame = { id: 'main', parentId: null, url: '', origin: 'null', name: '' }
  const main = frame(() => (mainId === null ? blank : (current.get(mainId) ?? null)))

  const tree: FrameTree = {
    main: () => main,
    find: (id) => (id === null ? null : id === mainId ? main : (known.get(id) ?? null)),
    mirror: (frames) => {
      current = new Map(frames.map((each) => [each.id, each]))
      mainId = frames.find((each) => each.parentId === null)?.id ?? null
      for (const each of frames)
        if (each.id !== mainId && !known.has(each.id))
          known.set(
            each.id,
            frame(() => current.get(each.id) ?? null),
          )
      for (const id of known.keys()) if (!current.has(id)) known.delete(id)
    },
    forge: (description) => {
      if (description.gone) return null
      const wire: WireFrame = {
        id: 'forged',
        parentId: description.child ? (mainId ?? 'main') : null,
        url: description.url,
        origin: originOf(description.url),
        name: '',
      }
      const forged = frame(() => wire)
      if (description.child) Object.defineProperty(forged, 'parent', { get: () => main })
      return forged
    },
  }
  return tree
}

/** The origin as Chromium would write it for a standard scheme: `app://bursar`, or `null` where there is none. */
export function originOf(url: string): string {
  try {
    const { protocol, host } = new URL(url)
    return host === '' ? 'null' : `${protocol}//${host}`
  } catch {
    return 'null'
  }
}
