// Follows the frames of one page over CDP and tells the app's process each change, before any message of that frame can arrive there.
import type { CDPSession, Frame, Page } from 'playwright-core'
import type { PageEvent, WireFrame } from '../wire.ts'
import type { Addresses } from './addresses.ts'

export interface FrameMirror {
  start(): Promise<void>
  mainId(): string | null
  idOf(frame: Frame, page: Page): string | null
}

interface CdpFrame {
  id: string
  parentId?: string
  url: string
  urlFragment?: string
  name?: string
  securityOrigin: string
}

interface CdpFrameTree {
  frame: CdpFrame
  childFrames?: CdpFrameTree[]
}

const nothing = new Set(['about:blank', 'data:text/html,'])

export function mirrorFrames(
  cdp: CDPSession,
  addresses: Addresses,
  tell: (event: PageEvent) => void,
): FrameMirror {
  const frames = new Map<string, WireFrame>()
  let mainId: string | null = null

  const put = (frame: CdpFrame): void => {
    const parentId = frame.parentId ?? null
    if (parentId === null) mainId = frame.id
    const opaque =
      frame.securityOrigin === '' || frame.securityOrigin === '://' || frame.securityOrigin === 'null'
    frames.set(frame.id, {
      id: frame.id,
      parentId,
      // A window that has loaded nothing has no address; what Chromium shows until then is ours.
      url: nothing.has(frame.url) ? '' : addresses.toApp(frame.url + (frame.urlFragment ?? '')),
      origin: opaque ? 'null' : addresses.toApp(frame.securityOrigin),
      name: frame.name ?? '',
    })
  }
  const changed = (): void => tell({ kind: 'frames', frames: [...frames.values()] })

  cdp.on('Page.frameAttached', ({ frameId, parentFrameId }) => {
    frames.set(frameId, { id: frameId, parentId: parentFrameId, url: '', origin: 'null', name: '' })
    changed()
  })
  cdp.on('Page.frameNavigated', ({ frame }) => {
    put(frame)
    // A new document takes its child frames with it.
    for (const each of descendants(frame.id)) frames.delete(each)
    changed()
    if (frame.parentId === undefined && frame.url !== 'about:blank')
      tell({ kind: 'navigated', url: addresses.toApp(frame.url) })
  })
  cdp.on('Page.frameDetached', ({ frameId }) => {
    for (const each of [...descendants(frameId), frameId]) frames.delete(each)
    changed()
  })
  cdp.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
    const known = frames.get(frameId)
    if (!known) return
    frames.set(frameId, { ...known, url: addresses.toApp(url) })
    changed()
    tell({ kind: 'navigated-in-page', url: addresses.toApp(url), frameId })
  })
  // Requests are put to the app where they are made; this hears only of what Chromium will never request.
  cdp.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
    if (!/^(https?|about|javascript|data|blob):/i.test(url)) tell({ kind: 'wants', url, frameId })
  })

  function descendants(id: string): string[] {
    const children = [...frames.values()].filter(({ parentId }) => parentId === id).map((frame) => frame.id)
    return [...children, ...children.flatMap(descendants)]
  }

  const putTree = ({ frame, childFrames }: CdpFrameTree): void => {
    put(frame)
    for (const child of childFrames ?? []) putTree(child)
  }

  return {
    start: async () => {
      const { frameTree } = await cdp.send('Page.getFrameTree')
      putTree(frameTree)
      changed()
    },
    mainId: () => mainId,
    idOf: (frame, page) => {
      if (frame === page.mainFrame()) return mainId
      const url = addresses.toApp(frame.url())
      const children = [...frames.values()].filter(({ parentId }) => parentId !== null)
      return (
        (
          children.find((each) => each.url === url && each.name === frame.name()) ??
          children.find((each) => each.url === url)
        )?.id ?? null
      )
    },
  }
}
