// The calls that lock, unlock and switch desks, and the guard before what only some machines may do. It must never leave the desk open
// that the operator came from.
import {
  failure,
  success,
  type Desk,
  type Failure,
  type Handlers,
  type InsideHandlers,
  type Push,
  type Result,
} from '../../../src/contract/index.ts'
import { deskSwitched } from '../audit/access-notes.ts'
import type { AuditNote } from '../audit/audit.ts'
import type { Access } from './access.ts'
import type { LockReason } from './lease.ts'

/** What of an open desk these calls are about. */
interface Guarded {
  deskId: string
  access: Access
  record(note: AuditNote): void
}

export interface DeskCallPorts {
  find: (deskId: string) => Guarded | undefined
  opened: () => Guarded[]
  list: () => Desk[]
  push: Push
}

type Names = 'desk.switch' | 'desk.unlock' | 'desk.lock' | 'desk.setPassphrase' | 'desk.setPolicy'

export interface DeskCalls {
  handlers: Handlers<Names>
  /** What the shell alone may say. */
  inside: Pick<InsideHandlers, 'inside.unlockedBySystem' | 'inside.lockAll'>
  /**
   * `policy_refused` when the policy of this desk does not let this machine manage it, written down; null when it does, and when
   * the desk is not open: then none of what is asked here is done. `what` follows "let this machine": "rebuild the tables".
   */
  whyNotManage(deskId: string, what: string): { ok: false; error: Failure } | null
  /** The same of what changes a desk, which a lock refuses too. */
  whyNotChange(deskId: string, what: string): { ok: false; error: Failure } | null
  lockAll(why: LockReason): void
  /** Whether somebody looks at the window. */
  watched(watched: boolean): void
}

export function openDeskCalls({ find, opened, list, push }: DeskCallPorts): DeskCalls {
  /** Undefined until the operator first went anywhere. */
  let current: string | null | undefined

  const deskNow = (deskId: string): Desk | null => list().find(({ id }) => id === deskId) ?? null

  async function through(
    deskId: string,
    work: (access: Access) => Promise<Result<null>> | Result<null>,
  ): Promise<Result<Desk>> {
    const desk = find(deskId)
    if (!desk) return failure('desk_closed', 'This desk is not open.')
    const done = await work(desk.access)
    if (!done.ok) return done
    const shown = deskNow(deskId)
    return shown ? success(shown) : failure('desk_closed', 'This desk was closed meanwhile.')
  }

  /** Somebody who is at another desk does not mean this one, whatever was asked before they went. */
  function unlocking(
    deskId: string,
    work: (access: Access) => Promise<Result<null>> | Result<null>,
  ): Promise<Result<Desk>> {
    return through(deskId, (access) =>
      current === undefined || current === deskId
        ? work(access)
        : failure('locked', 'You are not at this desk any more, so it was not unlocked.'),
    )
  }

  function lockAll(why: LockReason): void {
    for (const { access } of opened()) access.lock(why)
  }

  /** Whoever goes to a desk that there is not has left the one before all the same, and is at none. */
  function switchTo(asked: string | null): Result<Record<string, never>> {
    const desk = asked === null ? null : deskNow(asked)
    const deskId = desk?.id ?? null
    for (const open of opened()) if (open.deskId !== deskId) open.access.lock('switched')
    if (deskId !== current) {
      if (typeof current === 'string') find(current)?.record(deskSwitched('left'))
      current = deskId
      if (deskId !== null) find(deskId)?.record(deskSwitched('came'))
      push('desk.switched', { desk })
    }
    return deskId === asked ? success({}) : failure('not_found', 'There is no such desk.')
  }

  const whyNotManage: DeskCalls['whyNotManage'] = (deskId, what) =>
    find(deskId)?.access.refusal('manage', what) ?? null

  return {
    handlers: {
      'desk.switch': ({ deskId }) => switchTo(deskId),
      'desk.unlock': ({ deskId, passphrase }) => unlocking(deskId, (access) => access.unlock(passphrase)),
      'desk.lock': ({ deskId }) =>
        through(deskId, (access) => {
          access.lock('key')
          return success(null)
        }),
      'desk.setPassphrase': ({ deskId, current: known, next }) =>
        through(deskId, (access) => access.setPassphrase(known, next)),
      'desk.setPolicy': ({ deskId, passphrase, policy, interrupt }) =>
        through(deskId, (access) => access.setPolicy(passphrase, policy, interrupt)),
    },
    inside: {
      'inside.unlockedBySystem': ({ deskId }) => unlocking(deskId, (access) => access.unlockedBySystem()),
      async 'inside.lockAll'({ why }) {
        lockAll(why)
        return success({})
      },
    },
    whyNotManage,
    whyNotChange(deskId, what) {
      const locked = find(deskId)?.access.whyLocked(what) ?? null
      return locked === null ? whyNotManage(deskId, what) : { ok: false, error: locked }
    },
    lockAll,
    watched(watched) {
      for (const { access } of opened()) access.watched(watched)
    },
  }
}
