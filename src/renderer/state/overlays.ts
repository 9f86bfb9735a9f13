// Which overlay is open over the screens: the palette, the keys, the desks, a form of an order, how fresh the desk is, or a question
// whether to go on. At most one; but the question who is there may be asked over a form, which is kept.
import { create } from 'zustand'
import type { FailureRow } from '../../contract/failures.ts'
import type { RefundLife } from '../../contract/refund-life.ts'
import type { SubscriptionRow } from '../../contract/subscriptions.ts'

export type Overlay =
  | { kind: 'none' }
  /** `finding`: only what is kept is looked for, no commands. */
  | { kind: 'palette'; finding: boolean }
  | { kind: 'keys' }
  | { kind: 'desks' }
  | { kind: 'replace-key' }
  | { kind: 'freshness' }
  | { kind: 'stop-reading' }
  | { kind: 'rebuild' }
  /** `amount`: what is to stand in the form at first, minor units; null: all that can be refunded. */
  | { kind: 'refund'; deskId: string; paymentId: string; amount: number | null }
  | { kind: 'refund-question'; deskId: string; about: RefundQuestionAbout; refund: RefundLife }
  | { kind: 'change'; deskId: string; wanted: WantedChange }
  | { kind: 'note'; deskId: string; customerId: string }
  | { kind: 'case'; deskId: string; act: CaseAct; rows: readonly FailureRow[] }
  | { kind: 'retry-many'; deskId: string; rows: readonly FailureRow[]; act: FailuresAct }
  | { kind: 'subscriptions-many'; deskId: string; act: ManyAct; rows: readonly SubscriptionRow[] }
  | { kind: 'access-policy'; deskId: string }
  | { kind: 'declines'; deskId: string }
  | { kind: 'day-check'; deskId: string }
  | { kind: 'mail'; deskId: string; draft: MailDraft }

/** What is asked about a refund that was made: `other way` notes that its money went another way, `strike out` that this was wrong. */
export type RefundQuestionAbout = 'cancel' | 'other way' | 'strike out'

/** What is done to many failed payments at once: each tried again, or the invoice of each given up. */
export type FailuresAct = 'retry' | 'void_invoice' | 'uncollectible_invoice'

/** The form of a change that somebody asked for; what is to be chosen in it is chosen there. */
export type WantedChange =
  /** `paymentMethodId` null: to be chosen. `subscriptionId` null: of the customer, before the subscriptions. */
  | {
      form: 'default_method'
      customerId: string
      paymentMethodId: string | null
      subscriptionId: string | null
    }
  /** `text`: as it was noted here. */
  | { form: 'customer_note'; customerId: string; text: string }
  | { form: 'detach_method'; customerId: string; paymentMethodId: string }
  /** One that is of no subscription: of those the subscription tells. */
  | { form: 'void_invoice'; customerId: string; invoiceId: string }
  | { form: 'setup_session'; customerId: string }
  | { form: 'payment_session'; customerId: string | null }
  /** `subject`: whom the page is for, in words. */
  | { form: 'expire_session'; sessionId: string; subject: string | null }
  /** `paymentMethodId` null: as Stripe would. */
  | { form: 'retry'; paymentIntentId: string; paymentMethodId: string | null }
  | { form: 'give_up_invoice'; paymentIntentId: string; how: 'void_invoice' | 'uncollectible_invoice' }
  | { form: SubscriptionForm; subscriptionId: string }
  /** One of the subscription's invoices. */
  | { form: 'invoice'; act: InvoiceAct; subscriptionId: string; invoiceId: string }

/** The kinds of change that are about one subscription, each with a form of its own. */
export type SubscriptionForm =
  | 'update_subscription'
  | 'cancel_subscription'
  | 'keep_subscription'
  | 'pause_subscription'
  | 'resume_subscription'
  | 'pause_service'
  | 'resume_service'
  | 'start_subscription_again'

export type InvoiceAct = 'retry_invoice' | 'void_invoice' | 'uncollectible_invoice'

/** What can be done to many subscriptions at once. */
export type ManyAct = 'pause' | 'resume' | 'cancel' | 'keep'

/** A change about a failed payment: what is known of it is read by its id. */
export type WantedOfFailure = Extract<WantedChange, { paymentIntentId: string }>

/** A change about a subscription: what is known of it is read by its id. */
export type WantedOfSubscription = Extract<WantedChange, { form: SubscriptionForm | 'invoice' }>

/** What is noted here about failed payments, one or many; nothing of it goes to Stripe. */
export type CaseAct = 'assign' | 'note' | 'snooze' | 'close' | 'write_off'

/** A message for the mail program; whom it goes to is looked up. */
export interface MailDraft {
  /** Null where the address is not known: it is typed. */
  customerId: string | null
  /** Where the address is known already. */
  to?: string
  subject: string
  body: string
}

/** The desk is to be unlocked; then the form that was wanted opens, or what was wanted is done. */
export interface Unlocking {
  wanted: Overlay | (() => void) | null
}

export const useOverlay = create<{ overlay: Overlay; unlocking: Unlocking | null }>(() => ({
  overlay: { kind: 'none' },
  unlocking: null,
}))

export function openOverlay(overlay: Overlay): void {
  useOverlay.setState({ overlay, unlocking: null })
}

export function closeOverlay(): void {
  openOverlay({ kind: 'none' })
}

/** Asks who is there, over whatever is open. */
export function askToUnlock(wanted: Unlocking['wanted'] = null): void {
  useOverlay.setState({ unlocking: { wanted } })
}

export function endUnlocking(): void {
  useOverlay.setState({ unlocking: null })
}
