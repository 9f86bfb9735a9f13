// /v1/disputes: read, answered with evidence, and accepted. Disputes are opened by cards, not by requests.
import { answerDispute, EVIDENCE_FIELDS, isUnanswered, moveDispute } from '../life/disputes.ts'
import { listParameters, operation, pageOf, recordOf, type Call, type Operation } from '../operations.ts'
import { changedMetadata, fields, flag, metadata, text, type Rule, type Rules } from '../parameters.ts'
import type { Dispute } from '../records.ts'
import { isRefusal, refuse, type Refusal } from '../refusals.ts'

const READ = ['rak_dispute_read'] as const
const WRITE = ['rak_dispute_write'] as const

const evidence: Rule<Record<string, string | undefined>> = fields(
  Object.fromEntries(EVIDENCE_FIELDS.map((field) => [field, text()])),
)

const disputeOf = (call: Pick<Call<Rules>, 'book' | 'ids' | 'otherMode'>): Dispute | Refusal =>
  recordOf(call, (book) => book.disputes, call.ids['dispute'] ?? '', { noun: 'dispute', param: 'dispute' })

const notOpen = () =>
  refuse(400, { message: 'This dispute can no longer be answered: it is under review, or closed.' })

export const disputeOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: '/v1/disputes',
    answers: 'dispute',
    isList: true,
    permissions: READ,
    parameters: { ...listParameters, charge: text(), payment_intent: text() },
    run: ({ book, parameters }) => {
      const { created, charge, payment_intent } = parameters
      return pageOf(
        book.disputes,
        {
          ...(created === undefined ? {} : { created }),
          matching: (dispute) =>
            (charge === undefined || dispute.charge === charge) &&
            (payment_intent === undefined || dispute.payment_intent === payment_intent),
        },
        parameters,
        { noun: 'dispute', url: '/v1/disputes' },
      )
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/disputes/:dispute',
    answers: 'dispute',
    permissions: READ,
    parameters: {},
    run: disputeOf,
  }),
  operation({
    method: 'POST',
    path: '/v1/disputes/:dispute',
    answers: 'dispute',
    permissions: WRITE,
    parameters: { evidence, metadata, submit: flag },
    notSimulated: ['intended_submission_method'],
    run: (call) => {
      const { evidence: sent = {}, metadata: changes, submit = true } = call.parameters
      const dispute = disputeOf(call)
      if (isRefusal(dispute)) return dispute
      const said = Object.fromEntries(
        Object.entries(sent).flatMap(([field, value]) => (value === undefined ? [] : [[field, value]])),
      )
      const isAnswered = Object.keys(said).length > 0
      if (isAnswered && !isUnanswered(dispute.status)) return notOpen()
      return answerDispute(call.book, dispute, {
        evidence: said,
        metadata: changedMetadata(dispute.metadata, changes),
        isSubmitted: isAnswered && submit,
      })
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/disputes/:dispute/close',
    answers: 'dispute',
    permissions: WRITE,
    parameters: {},
    run: (call) => {
      const dispute = disputeOf(call)
      if (isRefusal(dispute)) return dispute
      if (!isUnanswered(dispute.status)) return notOpen()
      const closed = dispute.status === 'needs_response' ? 'lost' : 'warning_closed'
      return moveDispute(call.book, dispute.id, closed, true) ?? dispute
    },
  }),
]
