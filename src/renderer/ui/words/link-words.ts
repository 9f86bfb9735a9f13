// What is written to a customer around the link of a page. Pure.
import type { ChangeOrder } from '../../../contract/changes.ts'

/** The subject of a mail with the link. */
export function linkSubject({ kind }: ChangeOrder, business: string): string {
  return kind === 'setup_session' ? `A payment method for ${business}` : `Your payment to ${business}`
}

/** A message around the link, to be mailed or pasted elsewhere. */
export function linkMessage({ kind, result, subject }: ChangeOrder, business: string): string {
  const hello = subject === null ? 'Hello,' : `Hello ${subject},`
  const asks =
    kind === 'setup_session'
      ? `please use this page to leave ${business} a new payment method. Nothing is charged by it:`
      : `please use this page to pay ${business}:`
  return `${hello}\n\n${asks}\n${result?.url ?? ''}\n`
}
