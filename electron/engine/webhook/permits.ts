// Secrets that are good for one event of the self-test, for a few seconds; none must ever let in anything else.
import { signingKeys } from './signature.ts'
import type { SigningKey } from './signature.ts'

export const SELF_TEST_TYPE = 'bursar.self_test'
const GOOD_FOR_MS = 15_000

export interface Permit {
  deskId: string
  eventId: string
  key: SigningKey
}

export interface Permits {
  add(permit: { deskId: string; eventId: string; secret: string }): void
  /** The permit that the `Bursar-Self-Test` header names, if it is for this desk. */
  find(header: string | string[] | undefined, deskId: string | undefined): Permit | undefined
  /** Uses it up; false unless the event is the one it was made for. */
  use(permit: Permit, event: { id: string; type: string }): boolean
  report(permit: Permit, signatureMs: number, storedMs: number): void
}

export function createPermits(
  onTested: (eventId: string, signatureMs: number, storedMs: number) => void,
): Permits {
  const open = new Map<string, Permit>()
  return {
    add({ deskId, eventId, secret }) {
      const [key] = signingKeys([secret])
      if (!key) return
      open.set(eventId, { deskId, eventId, key })
      setTimeout(() => open.delete(eventId), GOOD_FOR_MS).unref()
    },
    find(header, deskId) {
      if (header === undefined || deskId === undefined) return undefined
      const permit = open.get(String(header))
      return permit?.deskId === deskId ? permit : undefined
    },
    use(permit, event) {
      return event.id === permit.eventId && event.type === SELF_TEST_TYPE && open.delete(permit.eventId)
    },
    report: ({ eventId }, signatureMs, storedMs) => onTested(eventId, signatureMs, storedMs),
  }
}
