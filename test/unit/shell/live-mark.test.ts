// The marks of a live desk outside the page: icon, dock, taskbar.
import { expect, it } from 'vitest'
import { createLiveMark } from '../../../electron/shell/live-mark.ts'
import { pushSchemas } from '../../../src/contract/index.ts'
import { demoDesk } from '../../doubles/bridge/fake-desks.ts'

const icons = { usual: 'usual.png', live: 'live.png', badge: 'badge.png' }
const liveDesk = { ...demoDesk, id: 'acct_1_live', kind: 'account' as const, mode: 'live' as const }

function desktop(platform: NodeJS.Platform) {
  const did: unknown[][] = []
  const mark = createLiveMark({
    platform,
    icons,
    dock:
      platform === 'darwin'
        ? {
            setBadge: (text) => did.push(['badge', text]),
            setIcon: (file) => did.push(['dock icon', file]),
          }
        : undefined,
    image: (file) => ({ file }) as never,
  })
  const openWindow = () => {
    let close: () => void = () => undefined
    mark.dress({
      setIcon: (file) => did.push(['icon', file]),
      setOverlayIcon: (image, description) => did.push(['overlay', image, description]),
      once: (_event, listener) => (close = listener),
    })
    return { close: () => close() }
  }
  const goTo = (desk: typeof demoDesk | null): void =>
    mark.heard('desk.switched', pushSchemas['desk.switched'].parse({ desk }))
  return { did, mark, openWindow, goTo }
}

it('a live desk has an icon of its own, which is gone on the next desk', () => {
  const { did, openWindow, goTo } = desktop('linux')
  openWindow()
  goTo(demoDesk)
  expect(did).toEqual([])
  goTo(liveDesk)
  goTo(demoDesk)
  goTo(liveDesk)
  goTo(null)
  expect(did).toEqual([
    ['icon', 'live.png'],
    ['icon', 'usual.png'],
    ['icon', 'live.png'],
    ['icon', 'usual.png'],
  ])
})

it('on macOS the dock says LIVE and shows the icon; a window has none there', () => {
  const { did, openWindow, goTo } = desktop('darwin')
  openWindow()
  goTo(liveDesk)
  goTo(null)
  expect(did).toEqual([
    ['badge', 'LIVE'],
    ['dock icon', 'live.png'],
    ['badge', ''],
    ['dock icon', 'usual.png'],
  ])
})

it('on Windows the taskbar has a badge, with words for who can’t see it', () => {
  const { did, openWindow, goTo } = desktop('win32')
  openWindow()
  goTo(liveDesk)
  expect(did).toContainEqual(['overlay', { file: 'badge.png' }, 'LIVE: real money'])
  goTo(demoDesk)
  expect(did.at(-1)).toEqual(['overlay', null, ''])
})

it('a window that is opened on a live desk is marked from the start, and a closed one is left alone', () => {
  const { did, openWindow, goTo } = desktop('linux')
  const first = openWindow()
  goTo(liveDesk)
  first.close()
  openWindow()
  expect(did).toEqual([
    ['icon', 'live.png'],
    ['icon', 'live.png'],
  ])
  goTo(null)
  expect(did.length).toBe(3)
})

it('other pushes mark nothing', () => {
  const { did, mark, openWindow } = desktop('linux')
  openWindow()
  mark.heard('desk.changed', liveDesk)
  expect(did).toEqual([])
})
