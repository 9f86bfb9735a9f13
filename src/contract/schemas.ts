// The contract: for every method its request and reply, for every push its payload. Both ends derive their types from here.
import { z } from 'zod'
import {
  accessListRequestSchema,
  accessPageSchema,
  accessPolicySchema,
  entitlementsSchema,
  setAccessPolicyRequestSchema,
} from './access.ts'
import {
  auditExportRequestSchema,
  auditExportSchema,
  auditListRequestSchema,
  auditPageSchema,
  auditVerdictSchema,
  hashSchema,
} from './audit.ts'
import {
  changeListRequestSchema,
  changeOrderSchema,
  changePageSchema,
  changePreflightRequestSchema,
  changePreflightSchema,
  pageStateSchema,
  placeChangeRequestSchema,
} from './changes.ts'
import { customerNoteSchema, strikeNoteRequestSchema, writeNoteRequestSchema } from './customer-notes.ts'
import {
  customerDetailRequestSchema,
  customerDetailSchema,
  customerListRequestSchema,
  customerPageSchema,
  customerTimelineRequestSchema,
  customerTimelineSchema,
} from './customers.ts'
import {
  businessIdSchema,
  connectRequestSchema,
  deskIdSchema,
  deskSchema,
  editBusinessRequestSchema,
  keychainStateSchema,
  putAwayNoticeRequestSchema,
  replaceKeyRequestSchema,
  setPassphraseRequestSchema,
  setPolicyRequestSchema,
  unlockRequestSchema,
} from './desks.ts'
import {
  disputeCountsSchema,
  disputeFilterSchema,
  disputeListRequestSchema,
  disputePageSchema,
} from './disputes.ts'
import {
  eventDetailSchema,
  eventListRequestSchema,
  eventPageSchema,
  freshnessSchema,
  listenerStateSchema,
  replaySchema,
  selfTestSchema,
  signingSecretRequestSchema,
} from './events.ts'
import {
  caseEntriesSchema,
  declineRuleSchema,
  declineRulesSchema,
  failureCountsSchema,
  failureDetailSchema,
  failureFilterSchema,
  failureListRequestSchema,
  failurePageSchema,
  setDeclineRuleRequestSchema,
  writeCaseRequestSchema,
  waitingRequestSchema,
  waitingSchema,
} from './failures.ts'
import {
  dayCheckRequestSchema,
  dayCheckSchema,
  dayProgressSchema,
  figureRowsRequestSchema,
  figureRowsSchema,
  overviewRequestSchema,
  overviewSchema,
} from './finance.ts'
import { anyIdSchema } from './ids.ts'
import { draftListRequestSchema, draftPageSchema, draftSchema, markDraftRequestSchema } from './letters.ts'
import type { MethodName, PushName } from './methods.ts'
import { noticeSchema } from './notices.ts'
import {
  laneSchema,
  paymentCountsSchema,
  paymentDetailSchema,
  paymentFilterSchema,
  paymentListRequestSchema,
  paymentPageSchema,
} from './payments.ts'
import { priceListRequestSchema, priceListSchema } from './prices.ts'
import { expiringRequestSchema, expiringSchema, recoveryRequestSchema, recoverySchema } from './recovery.ts'
import {
  recordOtherWayRequestSchema,
  strikeOtherWayRequestSchema,
  refundCountsSchema,
  refundDetailSchema,
  refundListRequestSchema,
  refundNoteSchema,
  refundPageSchema,
} from './refund-life.ts'
import {
  orderListRequestSchema,
  orderPageSchema,
  orderSchema,
  placeRefundRequestSchema,
  preflightRequestSchema,
  preflightSchema,
} from './refunds.ts'
import {
  placeRunRequestSchema,
  runCheckRequestSchema,
  runCheckSchema,
  runListRequestSchema,
  runPageSchema,
  runReceiptRequestSchema,
  runReceiptSchema,
  runRequestSchema,
  runRowsPageSchema,
  runRowsRequestSchema,
  runRulesSchema,
  runSchema,
} from './runs.ts'
import {
  searchReplySchema,
  searchRequestSchema,
  stripeSearchReplySchema,
  stripeSearchRequestSchema,
} from './search.ts'
import { subscriptionPreviewRequestSchema, subscriptionPreviewSchema } from './subscription-changes.ts'
import {
  subscribedProductsSchema,
  subscriptionCountsSchema,
  subscriptionDetailSchema,
  subscriptionFilterSchema,
  subscriptionListRequestSchema,
  subscriptionPageSchema,
} from './subscriptions.ts'
import { longestSavedText } from './saved-text.ts'
import { deleteViewRequestSchema, savedViewsSchema, saveViewRequestSchema } from './views.ts'

const nothing = z.object({})
const ofDesk = z.object({ deskId: deskIdSchema })
/** `id`: of an object of Stripe's. */
const ofObject = z.object({ deskId: deskIdSchema, id: anyIdSchema })
const ofOrder = z.object({ deskId: deskIdSchema, orderId: z.uuid() })

const themeSchema = z.enum(['system', 'light', 'dark'])

export const appInfoSchema = z.object({
  version: z.string(),
  platform: z.string(),
  /** True when the system's Chromium stands in for Electron: no live keys. */
  standIn: z.boolean(),
  theme: themeSchema,
  dark: z.boolean(),
  /** How the operating system can be asked who is there, besides the passphrase; null where it can't. */
  systemUnlock: z.enum(['touch_id']).nullable(),
  /** Who is at the machine, by the name under which everything is recorded that they do. */
  operator: z.string(),
})

export const schemas = {
  'desk.list': { request: nothing, reply: z.array(deskSchema) },
  'desk.openDemo': { request: nothing, reply: deskSchema },
  'desk.open': { request: ofDesk, reply: deskSchema },
  /** `left`: files of what was read from Stripe that could not be deleted. */
  'desk.remove': { request: ofDesk, reply: z.object({ left: z.array(z.string()) }) },
  'desk.putAwayNotice': { request: putAwayNoticeRequestSchema, reply: deskSchema },
  /** The operator goes to this desk, or to none: whatever desk they come from is locked. */
  'desk.switch': { request: z.object({ deskId: deskIdSchema.nullable() }), reply: nothing },
  'desk.unlock': { request: unlockRequestSchema, reply: deskSchema },
  /** Asks the operating system who is there (`systemUnlock` of `app.info`), and unlocks if it is the operator. */
  'desk.unlockBySystem': { request: ofDesk, reply: deskSchema },
  'desk.lock': { request: ofDesk, reply: deskSchema },
  'desk.setPassphrase': { request: setPassphraseRequestSchema, reply: deskSchema },
  'desk.setPolicy': { request: setPolicyRequestSchema, reply: deskSchema },
  'business.edit': { request: editBusinessRequestSchema, reply: z.array(deskSchema) },
  /** All of them, in the order that the operator wants. */
  'business.reorder': {
    request: z.object({ businessIds: z.array(businessIdSchema).max(200) }),
    reply: z.array(deskSchema),
  },
  'account.connect': { request: connectRequestSchema, reply: deskSchema },
  /** Fails and changes nothing unless the key is of the same account and mode; the old key is forgotten. */
  'key.replace': { request: replaceKeyRequestSchema, reply: deskSchema },
  /** Asks anew what the key can do. */
  'key.check': { request: ofDesk, reply: deskSchema },
  'keychain.state': { request: nothing, reply: keychainStateSchema },
  'sync.state': { request: ofDesk, reply: freshnessSchema },
  /** Looks for changes now and waits for them. */
  'sync.refresh': { request: ofDesk, reply: freshnessSchema },
  /** Stops reading the history, over restarts too; changes are still followed. */
  'sync.pause': { request: ofDesk, reply: freshnessSchema },
  'sync.resume': { request: ofDesk, reply: freshnessSchema },
  /** Gives the reading of the history up: what was not read is named as missing. */
  'sync.cancel': { request: ofDesk, reply: freshnessSchema },
  /** The network is back: every desk looks for changes at once. */
  'sync.wake': { request: nothing, reply: nothing },
  /** Whether somebody looks at the window: while nobody does, changes are asked for less often. */
  'sync.watch': { request: z.object({ watched: z.boolean() }), reply: nothing },
  /** Tries an event once more, now. */
  'event.replay': { request: ofObject, reply: replaySchema },
  /** Begins to make all tables again from the log; `projection.rebuilding` tells how far it is. */
  'tables.rebuild': { request: ofDesk, reply: freshnessSchema },
  'listener.state': { request: ofDesk, reply: listenerStateSchema },
  'listener.addSecret': { request: signingSecretRequestSchema, reply: listenerStateSchema },
  'listener.removeSecret': {
    request: z.object({ deskId: deskIdSchema, secretId: z.string().min(1).max(100) }),
    reply: listenerStateSchema,
  },
  'listener.selfTest': { request: ofDesk, reply: selfTestSchema },
  /** Asks Stripe's own search; reads only. */
  'search.stripe': { request: stripeSearchRequestSchema, reply: stripeSearchReplySchema },
  'refund.preflight': { request: preflightRequestSchema, reply: preflightSchema },
  'refund.place': { request: placeRefundRequestSchema, reply: orderSchema },
  'order.undo': { request: ofOrder, reply: orderSchema },
  'order.sendNow': { request: ofOrder, reply: orderSchema },
  'order.reconcile': { request: ofOrder, reply: orderSchema },
  /** Only a note on this machine: that a refund which failed or was canceled was paid another way. */
  'refund.recordOtherWay': { request: recordOtherWayRequestSchema, reply: refundNoteSchema },
  'refund.strikeOtherWay': { request: strikeOtherWayRequestSchema, reply: refundNoteSchema },
  /** A note on this machine; Stripe is not told. */
  'customer.note': { request: writeNoteRequestSchema, reply: customerNoteSchema },
  'customer.strikeNote': { request: strikeNoteRequestSchema, reply: customerNoteSchema },
  'change.preflight': { request: changePreflightRequestSchema, reply: changePreflightSchema },
  'change.place': { request: placeChangeRequestSchema, reply: changeOrderSchema },
  'change.undo': { request: ofOrder, reply: changeOrderSchema },
  'change.sendNow': { request: ofOrder, reply: changeOrderSchema },
  'change.reconcile': { request: ofOrder, reply: changeOrderSchema },
  'run.rules': { request: ofDesk, reply: runRulesSchema },
  'run.check': { request: runCheckRequestSchema, reply: runCheckSchema },
  'run.place': { request: placeRunRequestSchema, reply: runSchema },
  'run.pause': { request: runRequestSchema, reply: runSchema },
  /** Also ends the wait after the first rows. */
  'run.resume': { request: runRequestSchema, reply: runSchema },
  /** For good. A row that is being sent is sent to its end. */
  'run.stop': { request: runRequestSchema, reply: runSchema },
  /** Notes on this machine; Stripe is not told. */
  'case.write': { request: writeCaseRequestSchema, reply: caseEntriesSchema },
  'declines.setRule': { request: setDeclineRuleRequestSchema, reply: declineRuleSchema },
  /** Gives up every check of a day that is under way; what was taken in stays. */
  'day.stop': { request: ofDesk, reply: nothing },
  /** Asks Stripe for a day's lists, and takes in what was missing. */
  'day.check': { request: dayCheckRequestSchema, reply: dayCheckSchema },
  /** Asks Stripe what a change would cost; changes nothing. */
  'subscription.preview': { request: subscriptionPreviewRequestSchema, reply: subscriptionPreviewSchema },
  'access.setPolicy': { request: setAccessPolicyRequestSchema, reply: accessPolicySchema },
  'draft.mark': { request: markDraftRequestSchema, reply: draftSchema },
  'payments.list': { request: paymentListRequestSchema, reply: paymentPageSchema },
  'payments.counts': {
    request: z.object({ deskId: deskIdSchema, lane: laneSchema, filter: paymentFilterSchema }),
    reply: paymentCountsSchema,
  },
  'payments.detail': { request: ofObject, reply: paymentDetailSchema },
  /** Every refund of the desk, and our orders that have none yet. */
  'refunds.list': { request: refundListRequestSchema, reply: refundPageSchema },
  'refunds.counts': {
    request: refundListRequestSchema.pick({ deskId: true, lane: true, filter: true }),
    reply: refundCountsSchema,
  },
  /** `id`: of a refund, or of an order of ours. */
  'refunds.detail': { request: ofObject, reply: refundDetailSchema },
  'orders.list': { request: orderListRequestSchema, reply: orderPageSchema },
  'search.all': { request: searchRequestSchema, reply: searchReplySchema },
  'customers.list': { request: customerListRequestSchema, reply: customerPageSchema },
  'customers.detail': { request: customerDetailRequestSchema, reply: customerDetailSchema },
  'customers.timeline': { request: customerTimelineRequestSchema, reply: customerTimelineSchema },
  /** `id`: of the Checkout Session, or of the invoice or payment that waits for its customer. */
  'page.state': { request: ofObject, reply: pageStateSchema },
  'prices.list': { request: priceListRequestSchema, reply: priceListSchema },
  'changes.list': { request: changeListRequestSchema, reply: changePageSchema },
  'runs.list': { request: runListRequestSchema, reply: runPageSchema },
  'runs.detail': { request: runRequestSchema, reply: runSchema },
  'runs.rows': { request: runRowsRequestSchema, reply: runRowsPageSchema },
  'runs.receipt': { request: runReceiptRequestSchema, reply: runReceiptSchema },
  'events.list': { request: eventListRequestSchema, reply: eventPageSchema },
  'events.detail': { request: ofObject, reply: eventDetailSchema },
  'audit.list': { request: auditListRequestSchema, reply: auditPageSchema },
  /** Reads the whole chain. `head`: a hash that was exported earlier, to find out whether anything was cut off since. */
  'audit.verify': {
    request: z.object({ deskId: deskIdSchema, head: hashSchema.optional() }),
    reply: auditVerdictSchema,
  },
  'audit.export': { request: auditExportRequestSchema, reply: auditExportSchema },
  'finance.overview': { request: overviewRequestSchema, reply: overviewSchema },
  /** What a figure adds up. */
  'finance.rows': { request: figureRowsRequestSchema, reply: figureRowsSchema },
  'failures.list': { request: failureListRequestSchema, reply: failurePageSchema },
  'failures.counts': {
    request: z.object({ deskId: deskIdSchema, lane: laneSchema, filter: failureFilterSchema }),
    reply: failureCountsSchema,
  },
  /** `id`: of the PaymentIntent. */
  'failures.detail': { request: ofObject, reply: failureDetailSchema },
  'failures.waiting': { request: waitingRequestSchema, reply: waitingSchema },
  'recovery.report': { request: recoveryRequestSchema, reply: recoverySchema },
  'recovery.expiring': { request: expiringRequestSchema, reply: expiringSchema },
  'disputes.list': { request: disputeListRequestSchema, reply: disputePageSchema },
  'disputes.counts': {
    request: z.object({ deskId: deskIdSchema, lane: laneSchema, filter: disputeFilterSchema }),
    reply: disputeCountsSchema,
  },
  'declines.rules': { request: ofDesk, reply: declineRulesSchema },
  'subscriptions.list': { request: subscriptionListRequestSchema, reply: subscriptionPageSchema },
  'subscriptions.counts': {
    request: z.object({ deskId: deskIdSchema, lane: laneSchema, filter: subscriptionFilterSchema }),
    reply: subscriptionCountsSchema,
  },
  'subscriptions.products': {
    request: z.object({ deskId: deskIdSchema, lane: laneSchema }),
    reply: subscribedProductsSchema,
  },
  'subscriptions.detail': { request: ofObject, reply: subscriptionDetailSchema },
  /** Who should have access to what, now or as it was. */
  'access.list': { request: accessListRequestSchema, reply: accessPageSchema },
  'access.entitlements': {
    request: z.object({ deskId: deskIdSchema, customerId: anyIdSchema }),
    reply: entitlementsSchema,
  },
  'access.policy': { request: ofDesk, reply: accessPolicySchema },
  /** Filters that the operator gave a name. */
  'views.list': { request: ofDesk, reply: savedViewsSchema },
  'views.save': { request: saveViewRequestSchema, reply: savedViewsSchema },
  'views.delete': { request: deleteViewRequestSchema, reply: savedViewsSchema },
  /** Letters to customers whose payment failed, to be sent by a person. */
  'drafts.list': { request: draftListRequestSchema, reply: draftPageSchema },
  'app.info': { request: nothing, reply: appInfoSchema },
  'link.open': { request: z.object({ url: z.string().max(2000) }), reply: nothing },
  /** On the demo desk: opens one of its hosted pages, as Stripe's address names it, where the simulator plays it. */
  'page.play': { request: z.object({ url: z.string().max(2000) }), reply: nothing },
  'text.copy': { request: z.object({ text: z.string().max(1_000_000) }), reply: nothing },
  /** `png`: a picture in base64, at most about 6 MB of it. */
  'image.copy': {
    request: z.object({
      png: z
        .string()
        .regex(/^iVBORw0KGgo[A-Za-z0-9+/]*={0,2}$/)
        .max(8_000_000),
    }),
    reply: nothing,
  },
  /** Asks where to, and writes there; `saved` is false when the operator changed their mind. */
  'text.save': {
    request: z.object({
      fileName: z.string().regex(/^[\w.-]{1,120}$/),
      text: z.string().max(longestSavedText),
    }),
    reply: z.object({ saved: z.boolean() }),
  },
  'theme.set': { request: z.object({ theme: themeSchema }), reply: nothing },
} satisfies Record<MethodName, { request: z.ZodType; reply: z.ZodType }>

export const pushSchemas = {
  'desk.changed': deskSchema,
  /** The desk that the operator is at now. */
  'desk.switched': z.object({ desk: deskSchema.nullable() }),
  /** Rows of these kinds changed: ask again. */
  'data.changed': z.object({
    deskId: deskIdSchema,
    kinds: z.array(z.enum(['payments', 'balance', 'orders', 'events', 'audit'])),
  }),
  'order.changed': orderSchema,
  'change.changed': changeOrderSchema,
  'run.changed': runSchema,
  'sync.changed': freshnessSchema,
  'listener.changed': listenerStateSchema,
  'day.progress': dayProgressSchema,
  /** Worth a native notification; the shell shows it. */
  notice: noticeSchema,
  /** `theme`: what the operator chose in the menu; absent where light and dark changed by the system. */
  'theme.changed': z.object({ dark: z.boolean(), theme: themeSchema.optional() }),
  /** Part of Bursar stopped and was started again: no desk is open, and whatever was answered may have changed since. */
  'engine.restarted': nothing,
} satisfies Record<PushName, z.ZodType>

/** What a caller writes (defaults may be left out). */
export type RequestOf<Name extends MethodName> = z.input<(typeof schemas)[Name]['request']>
/** What a handler receives (defaults filled in). */
export type ParsedRequestOf<Name extends MethodName> = z.output<(typeof schemas)[Name]['request']>
export type ReplyOf<Name extends MethodName> = z.output<(typeof schemas)[Name]['reply']>
export type PushOf<Name extends PushName> = z.output<(typeof pushSchemas)[Name]>
