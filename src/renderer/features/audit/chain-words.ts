// What verifying the chain found, in words. Pure; it must never call a chain whole that is not.
import type { AuditVerdict } from '../../../contract/audit.ts'
import { countText } from '../../ui/count.ts'

export type Break = NonNullable<AuditVerdict['broken']>

/** "Entry 41 was altered". */
export function breakTitle({ seq, what }: Break): string {
  const entry = `Entry ${countText(seq)}`
  switch (what) {
    case 'altered':
      return `${entry} was altered`
    case 'removed':
      return `${entry} was removed`
    case 'reordered':
      return `${entry} stands in another place`
    case 'cut':
      return 'It does not hold the head that you kept'
  }
}

/** "All 1,284 entries fit together: each has the hash it should, and names the one before." */
export function wholeSentence(entries: number): string {
  if (entries === 0) return 'There is no entry yet, so there is nothing to break.'
  if (entries === 1) return 'Its one entry has the hash it should.'
  return `All ${countText(entries)} entries fit together: each has the hash it should, and names the one before.`
}

/** A head as typed or pasted, and what is wrong with it: the hash, null for none, or a sentence. */
export function readHead(typed: string): { head: string | null; problem: string | null } {
  const head = typed.trim().toLowerCase()
  if (head === '') return { head: null, problem: null }
  if (/^[0-9a-f]{64}$/.test(head)) return { head, problem: null }
  return { head: null, problem: `A head has 64 digits from 0 to f; this has ${head.length} characters.` }
}
