// The lock of a live desk: closed with the way to open it, or open with the time that is left. That it opened or closed is said aloud, and
// time once, when it is short. The engine keeps the lock; what stands here is only what it said.
import { Lock, LockOpen } from 'lucide-react'
import { useState } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import { askToUnlock } from '../../state/overlays.ts'
import { classes } from '../../ui/classes.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { useLockDesk } from '../../ui/lock-desk.ts'
import { useNow } from '../../ui/dates/now.ts'
import { isLocked } from '../../ui/orders/order-access.ts'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { minutesAndSeconds } from '../../ui/dates/time.ts'

const shortMilliseconds = 30_000

const look =
  'figures inline-flex h-[26px] shrink-0 items-center gap-1.5 rounded-md px-2 text-sm font-medium whitespace-nowrap'

export function LockControl({ desk }: { desk: Desk }) {
  const { unlockedUntil } = desk.access
  const said = useTurned(unlockedUntil !== null)
  useShortcuts({ u: () => (isLocked(desk) ? askToUnlock() : false) })
  return (
    // Never narrower than its words: where there is no room, the name of the business gives way.
    <div className="flex justify-end pr-1">
      {unlockedUntil !== null ? (
        <Unlocked desk={desk} until={unlockedUntil} />
      ) : (
        <button
          type="button"
          onClick={() => askToUnlock()}
          title={desk.readOnlyReason}
          aria-keyshortcuts="u"
          className={classes(look, 'text-ink hover:bg-press')}
        >
          <Lock size={13} aria-hidden="true" className="shrink-0" />
          <span>
            <span className="max-sm:unseen">Read-only ·</span> Unlock
          </span>
          <span className="max-sm:hidden">
            <Kbd keys="u" />
          </span>
        </button>
      )}
      <p role="status" aria-live="polite" className="unseen">
        {said}
      </p>
    </div>
  )
}

/** What became of the lock since this was first drawn, in words; empty while that is nothing. */
function useTurned(isOpen: boolean): string {
  const [before, setBefore] = useState(isOpen)
  const [said, setSaid] = useState('')
  if (before !== isOpen) {
    setBefore(isOpen)
    setSaid(isOpen ? 'This desk is unlocked.' : 'This desk is locked.')
  }
  return said
}

function Unlocked({ desk, until }: { desk: Desk; until: number }) {
  const lockDesk = useLockDesk()
  const [busy, setBusy] = useState(false)
  const left = Math.max(0, until - useNow('second'))
  const short = left <= shortMilliseconds
  const lock = async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    await lockDesk(desk)
    setBusy(false)
  }
  useShortcuts({ 'mod+shift+l': () => void lock() }, { whileTyping: true, overDialogs: true })
  return (
    <>
      <span
        role="timer"
        aria-live="off"
        className={classes(look, short ? 'text-red' : 'text-ink')}
        title={desk.readOnlyReason ?? 'Orders are accepted until then'}
      >
        <LockOpen size={13} aria-hidden="true" className="shrink-0" />
        <span>
          {left === 0 ? (
            'Locking…'
          ) : (
            <>
              <span className="max-sm:unseen">Unlocked</span> {minutesAndSeconds(left)}
            </>
          )}
        </span>
      </span>
      <button
        type="button"
        onClick={() => void lock()}
        aria-busy={busy}
        aria-keyshortcuts="Control+Shift+L Meta+Shift+L"
        className={classes(look, 'text-ink hover:bg-press')}
      >
        Lock
        <span className="max-lg:hidden">
          <Kbd keys="mod+shift+l" />
        </span>
      </button>
      {/* So that it is heard in a form, too, which hides everything else that is not said to be live. */}
      <p role="status" aria-live="polite" className="unseen">
        {short && 'This desk locks itself within 30 seconds.'}
      </p>
    </>
  )
}
