// What the disputes of a payment say of a refund of it, in words. Pure. It must never let a refund go where the bank, or a dispute that is
// over, has given the customer the money.
import { isOver } from './dispute-state.ts'

export interface DisputeVerdict {
  /** `stop`: no refund can be made. `warn`: it can, knowingly. */
  verdict: 'ok' | 'warn' | 'stop'
  text: string
}

/** Closed, and the customer has the money from it. */
const paidBack: Readonly<Record<string, string>> = {
  lost: 'A dispute on this payment was lost: the customer already has the money back.',
  prevented:
    'A dispute on this payment was prevented, as a rule by giving the money back. Look at it in the Stripe Dashboard before anything is refunded.',
}

/** `disputed`: as the charge says, whatever is known of its disputes. */
export function judgeDisputes(
  disputed: boolean,
  disputes: readonly { status: string; reason: string }[],
): DisputeVerdict {
  const open = disputes.filter((dispute) => !isOver(dispute.status))
  const whyOf = ({ reason }: { reason: string }): string => reason.replaceAll('_', ' ')
  const dispute = open.find(({ status }) => !status.startsWith('warning_'))
  if (dispute)
    return {
      verdict: 'stop',
      text: `A dispute is open (${whyOf(dispute)}). The bank has already taken the money back; a refund now would pay twice.`,
    }
  const [gone] = disputes.flatMap(({ status }) => paidBack[status] ?? [])
  if (gone !== undefined) return { verdict: 'stop', text: gone }
  // An inquiry takes no money, and Stripe takes a refund while it is open.
  const [inquiry] = open
  if (inquiry)
    return {
      verdict: 'warn',
      text: `The bank is asking about this payment (inquiry: ${whyOf(inquiry)}). A full refund usually settles it.`,
    }
  if (disputed && disputes.length === 0)
    return {
      verdict: 'stop',
      text: 'Stripe marks this payment as disputed, and the dispute itself could not be read. Look at it in the Stripe Dashboard.',
    }
  // The money is the business's again: nobody else asks whether it is to be given back all the same.
  if (disputes.some(({ status }) => status === 'won'))
    return {
      verdict: 'warn',
      text: 'A dispute on this payment was won: the bank decided that the money is yours. A refund gives it back all the same.',
    }
  return { verdict: 'ok', text: 'No open dispute.' }
}
