// Shows what the engine finds worth a native notification: quietly, and what is on the screens anyway only while nobody looks at them.
// A click opens the place at the desk that it is of. It must never open it at another.
import { z } from 'zod'
import { pushSchemas } from '../../src/contract/index.ts'
import type { Notice, PushName } from '../../src/contract/index.ts'
import { readJson, writeJson } from './files.ts'

/** The part of Electron's Notification that is used. */
export interface Shown {
  on(event: 'click', listener: () => void): unknown
  show(): void
}

export interface NoticesPorts {
  /** Where it is kept whether they are wanted on this machine. */
  file: string
  make: (options: { title: string; body: string; silent: boolean }) => Shown
  isSupported: () => boolean
  /** Whether a window of ours has the focus. */
  isLookedAt: () => boolean
  /** Brings the window to the front; `place` (`/desks/…/refunds/re_…`) is opened in it. */
  open: (place?: string) => void
}

export interface Notices {
  heard(push: PushName, payload: unknown): void
  wanted(): boolean
  /** Remembered between starts. */
  want(wanted: boolean): void
}

const fileSchema = z.object({ wanted: z.boolean() })

const titles: Record<Notice['kind'], string> = {
  refund_failed: 'refund failed',
  dispute_opened: 'dispute opened',
  webhook_silent: 'webhook is silent',
  horizon_near: 'changes will be lost',
}

/** They are on the screens of their desk the moment they happen. */
const onTheScreens: ReadonlySet<Notice['kind']> = new Set(['refund_failed', 'dispute_opened'])

const places = { refund: 'refunds', dispute: 'disputes' } as const
const idShape = /^\w{3,255}$/

export function createNotices({ file, make, isSupported, isLookedAt, open }: NoticesPorts): Notices {
  let wanted = fileSchema.safeParse(readJson(file)).data?.wanted ?? true
  let shownDesk: string | null = null
  // A notification that is collected as garbage is clicked in vain.
  const shown = new Set<Shown>()

  function show(notice: Notice): void {
    if (!wanted || !isSupported() || isSeen(notice)) return
    const notification = make({
      title: `${notice.desk}: ${titles[notice.kind]}`,
      body: notice.text,
      silent: true,
    })
    shown.add(notification)
    notification.on('click', () => {
      shown.delete(notification)
      open(placeOf(notice))
    })
    notification.show()
  }

  const isSeen = ({ kind, deskId }: Notice): boolean =>
    onTheScreens.has(kind) && deskId === shownDesk && isLookedAt()

  return {
    heard(push, payload) {
      if (push === 'desk.switched') shownDesk = pushSchemas['desk.switched'].parse(payload).desk?.id ?? null
      if (push === 'notice') show(pushSchemas.notice.parse(payload))
    },
    wanted: () => wanted,
    want(now) {
      wanted = now
      writeJson(file, { wanted })
    },
  }
}

/** As the page knows its screens (src/renderer/state/places.ts). */
function placeOf({ deskId, opens }: Notice): string | undefined {
  if (opens === undefined || !idShape.test(opens.id)) return undefined
  return `/desks/${deskId}/${places[opens.kind]}/${opens.id}`
}
