// What the dialog of a change and its forms say to each other. It must know none of them.
import type { Desk } from '../../../contract/desks.ts'
import type { SubscriptionDetail } from '../../../contract/subscriptions.ts'

/** What every form is given by the dialog around it. */
export interface FormProps {
  desk: Desk
  onClose: () => void
  onBusy: (busy: boolean) => void
  /** An order was taken. */
  onPlaced: (orderId: string) => void
  /** Nothing is left to be placed; what may be done next is offered. */
  onFinished: (next?: NextStep) => void
}

/** Those of a change of a subscription. */
export interface SubscriptionFormProps extends FormProps {
  detail: SubscriptionDetail
}

export interface NextStep {
  /** Of the button. */
  word: string
  act: () => void
}
