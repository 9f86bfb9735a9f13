// What the audit says of desks, keys, signing secrets and what is read anew, in words and in detail. Pure. It must never quote a key or a
// signing secret, or part of one.
import type { Failure } from '../../../src/contract/index.ts'
import type { AuditNote } from './audit.ts'

interface Naming {
  name: string
  color: string
}

export function deskEdited(before: Naming, after: Naming): AuditNote {
  const name = before.name === after.name ? '' : ` It is called "${after.name}" now, "${before.name}" before.`
  const color =
    before.color === after.color ? '' : ` Its colour is ${after.color} now, ${before.color} before.`
  return {
    kind: 'desk_edited',
    subject: null,
    text: `The business of this desk was changed.${name}${color}`,
    detail: { before: { ...before }, after: { ...after } },
  }
}

/** Written before anything is deleted: where that fails, the desk is still there, and so is this entry. */
export const deskRemoved: AuditNote = {
  kind: 'desk_removed',
  subject: null,
  text: 'The desk is being removed: its key, cache, inbox and signing secrets are being deleted. The journal and this audit are kept.',
  detail: {},
}

export function keyRefused({ code, stripe }: Failure): AuditNote {
  return {
    kind: 'key_refused',
    subject: null,
    text: `Another key was offered in the place of this desk's and refused (${code}). Nothing was changed.`,
    detail: { code, stripeCode: stripe?.code, requestId: stripe?.requestId, status: stripe?.status },
  }
}

export const strangers = {
  answer_other_mode: 'An answer of the other mode',
  answer_other_account: 'An answer of another account',
  event_other_mode: 'An event of the other mode',
  event_other_account: 'An event of another account',
} as const
export type Stranger = keyof typeof strangers

/** `count`: how many came since the entry before of the same kind, this one included. `place`: where in an answer it was seen. */
export function strangerRefused(what: Stranger, count: number, place: string | null): AuditNote {
  const more = count === 1 ? '' : ` It is the last of ${count} since the entry before.`
  return {
    kind: 'stranger_refused',
    subject: null,
    text: `${strangers[what]} came to this desk and was refused.${more}`,
    detail: { what, count, place },
  }
}

export interface DeskFacts {
  accountId: string
  mode: 'test' | 'live'
  keyType: string
}

/** `ordersBefore`: how many the journal held when the chain began; they are not in it. */
export function deskConnected(facts: DeskFacts, begins: { ordersBefore: number } | null): AuditNote {
  const older =
    begins !== null && begins.ordersBefore > 0
      ? ` Of what the journal holds, ${begins.ordersBefore} earlier ${begins.ordersBefore === 1 ? 'order is' : 'orders are'} not in this chain.`
      : ''
  return {
    kind: 'desk_connected',
    subject: null,
    text:
      begins === null
        ? `Desk connected: ${keyOf(facts)}.`
        : `The audit of this desk begins here: ${keyOf(facts)}.${older}`,
    detail: { ...factsOf(facts), begins: begins !== null, ordersBefore: begins?.ordersBefore },
  }
}

export function journalRestored(facts: DeskFacts): AuditNote {
  return {
    kind: 'journal_restored',
    subject: null,
    text: 'The journal of this desk was restored from a backup: entries after that backup are not in this chain.',
    detail: factsOf(facts),
  }
}

export function keyReplaced(facts: DeskFacts): AuditNote {
  return {
    kind: 'key_replaced',
    subject: null,
    text: `A Stripe key was entered in the place of the one before: ${keyOf(facts)}.`,
    detail: factsOf(facts),
  }
}

const keyOf = ({ accountId, mode, keyType }: DeskFacts): string =>
  `account ${accountId}, ${keyType} key, ${mode} mode`

const factsOf = ({ accountId, mode, keyType }: DeskFacts): Record<string, string> => ({
  accountId,
  mode,
  keyType,
})

export function signingSecretChanged(change: 'added' | 'removed', secretId: string): AuditNote {
  return {
    kind: `signing_secret_${change}`,
    subject: secretId,
    text: `Signing secret ${change}.`,
    detail: {},
  }
}

export function signingSecretJudged(
  verdict: 'unknown_to_stripe' | 'known_after_all',
  secretId: string,
): AuditNote {
  return {
    kind: 'signing_secret_judged',
    subject: secretId,
    text:
      verdict === 'unknown_to_stripe'
        ? 'Stripe does not know the events that come by this signing secret: it is probably another account’s. They are taken all the same.'
        : 'Stripe does know an event that came by this signing secret: it is this account’s after all.',
    detail: { verdict },
  }
}

export const tablesRebuilt: AuditNote = {
  kind: 'tables_rebuilt',
  subject: null,
  text: 'All tables are being made again from the event log.',
  detail: {},
}

export const historyCanceled: AuditNote = {
  kind: 'history_canceled',
  subject: null,
  text: 'The reading of the history was given up: what was not read is named as missing.',
  detail: {},
}
