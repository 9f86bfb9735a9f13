// Where something is sent to, as requests tell it and as objects show it. Serves nothing itself.
import { NO_ADDRESS } from '../life/payment-methods.ts'
import { address, fields, text } from '../parameters.ts'
import type { Refusal } from '../refusals.ts'

export const shipping = fields({
  address,
  carrier: text({ unsettable: true }),
  name: text(),
  phone: text({ unsettable: true }),
  tracking_number: text({ unsettable: true }),
})
export const wholeShipping = (sent: Exclude<ReturnType<(typeof shipping)['parse']>, Refusal>) => ({
  carrier: null,
  phone: null,
  tracking_number: null,
  ...sent,
  address: { ...NO_ADDRESS, ...sent.address },
})
