// How a letter stands, and why it may not be sent now. Exhaustive by type. Pure.
import { Check, FileCheck, Loader, Mail, X } from 'lucide-react'
import type { Draft } from '../../../contract/letters.ts'
import type { Look } from '../../ui/pill.tsx'

const looks: Record<Draft['state'], Look> = {
  open: { tone: 'amber', icon: Mail, word: 'To be sent' },
  sent: { tone: 'green', icon: Check, word: 'Sent' },
  dismissed: { tone: 'grey', icon: X, word: 'Dismissed' },
  processing: { tone: 'blue', icon: Loader, word: 'Processing' },
  settled: { tone: 'grey', icon: FileCheck, word: 'Settled' },
}

/** Why nothing is to be sent now; null where it may be. */
export function whyNotNow(state: Draft['state']): string | null {
  if (state === 'settled') return 'The invoice is paid or ended: there is nothing to tell any more.'
  if (state === 'processing')
    return 'A payment of the invoice is processing: wait for what comes of it, so that it is not paid twice.'
  return null
}

export const letterStates = Object.keys(looks) as readonly Draft['state'][]

export const letterLook = (state: Draft['state']): Look => looks[state]
