// Asks the operating system who is there, where Electron can: Touch ID on a Mac. It must never take anything but the system's own word
// for a yes, nor unlock by itself: the engine is told, and decides.
import { failure, type Desk, type Failure, type Result } from '../../src/contract/index.ts'

export interface SystemUnlock {
  /** What this computer has, at the moment; null where it has nothing. */
  kind(): 'touch_id' | null
  /** Asks, and unlocks the desk if it is the operator. One question at a time. */
  unlock(deskId: string): Promise<Result<Desk>>
  /** The operator may be gone: whoever is confirmed after this is not who asked. */
  forget(): void
}

export interface SystemUnlockPorts {
  platform: string
  /** Electron's systemPreferences; these two are there on a Mac only. */
  preferences: { canPromptTouchID(): boolean; promptTouchID(reason: string): Promise<void> }
  /** The desks as the engine has them. */
  desks: () => Promise<Result<unknown>>
  /** Tells the engine that the system said yes. */
  unlocked: (deskId: string) => Promise<Result<unknown>>
}

export function openSystemUnlock(ports: SystemUnlockPorts): SystemUnlock {
  const { platform, preferences } = ports
  let asking = false
  let forgotten = 0

  const kind = (): 'touch_id' | null =>
    platform === 'darwin' && preferences.canPromptTouchID() ? 'touch_id' : null

  /** Null when the system says that it is the operator. */
  async function ask(reason: string): Promise<{ ok: false; error: Failure } | null> {
    if (asking) return refusal('The system is asking already.')
    asking = true
    const before = forgotten
    try {
      await preferences.promptTouchID(reason)
      return before === forgotten ? null : refusal('The screen was locked meanwhile.')
    } catch {
      return refusal('The system did not confirm that it is you.')
    } finally {
      asking = false
    }
  }

  return {
    kind,
    forget() {
      forgotten += 1
    },
    async unlock(deskId) {
      if (kind() === null) return refusal('This computer has no way of asking that Bursar can use.')
      const desks = await ports.desks()
      if (!desks.ok) return desks
      const desk = (desks.value as Desk[]).find(({ id }) => id === deskId)
      if (desk?.mode !== 'live' || desk.state !== 'open')
        return failure('desk_closed', 'Only an open live desk can be unlocked.')
      const refused = await ask(`unlock the live desk of ${desk.businessName}`)
      return refused ?? ((await ports.unlocked(deskId)) as Result<Desk>)
    },
  }
}

const refusal = (why: string): { ok: false; error: Failure } =>
  failure('system_unlock_failed', `${why} The desk is still locked: use its passphrase.`)
