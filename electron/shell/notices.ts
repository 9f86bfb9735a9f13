// Shows what the engine finds worth a native notification: quietly, and what is on the screens anyway only while nobody looks at them.
// A click opens the place. It must never show what belongs to another desk than the one that is opened.
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
  /** Brings the window to the front; `place` (`/refunds/re_…`) is opened in it. */
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
  refund_failed: 'Refund failed',
  dispute_opened: 'Dispute opened',
  webhook_silent: 'Webhook is silent',
  horizon_near: 'Changes will be lost',
}

/** They are on the screens the moment they happen. */
const onTheScreens: ReadonlySet<Notice['kind']> = new Set(['refund_failed', 'dispute_opened'])

const places = { refund: 'refunds', dispute: 'disputes' } as const
const idShape = /^\w{3,255}$/

export function createNotices({ file, make, isSupported, isLookedAt, open }: NoticesPorts): Notices {
  let wanted = fileSchema.safeParse(readJson(file)).data?.wanted ?? true
  let deskId: string | null = null
  // A notification that is collected as garbage is clicked in vain.
  const shown = new Set<Shown>()

  function show(notice: Notice): void {
    if (!wanted || !isSupported() || (onTheScreens.has(notice.kind) && isLookedAt())) return
    const notification = make({ title: titles[notice.kind], body: notice.text, silent: true })
    shown.add(notification)
    notification.on('click', () => {
      shown.delete(notification)
      open(placeOf(notice))
    })
    notification.show()
  }

  function placeOf({ deskId: of, opens }: Notice): string | undefined {
    const isHere = of === deskId && opens !== undefined && idShape.test(opens.id)
    return isHere ? `/${places[opens.kind]}/${opens.id}` : undefined
  }

  return {
    heard(push, payload) {
      if (push === 'desk.switched') deskId = pushSchemas['desk.switched'].parse(payload).desk?.id ?? null
      if (push === 'notice') show(pushSchemas.notice.parse(payload))
    },
    wanted: () => wanted,
    want(now) {
      wanted = now
      writeJson(file, { wanted })
    },
  }
}
