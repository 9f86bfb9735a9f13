import { expect, it } from 'vitest'
import type { FailureDetail } from '../../../../../src/contract/failures.ts'
import { mailBody } from '../../../../../src/renderer/features/failures/failure-sentence.ts'

const failed = (group: FailureDetail['row']['group']): FailureDetail =>
  ({
    row: {
      group,
      amount: 2400,
      currency: 'eur',
      invoiceNumber: 'AQ-1',
      customerName: 'Ada',
      customerEmail: null,
    },
    advice: { toCustomer: 'What is told.' },
    page: { kind: 'invoice', url: 'https://invoice.stripe.com/i/1' },
  }) as FailureDetail

it('sends the page on which it can be paid, but not where the mistake is ours: it may be paid twice', () => {
  expect(mailBody(failed('new_method'), 'Alder')).toContain(
    'What is told.\n\nYou can pay on this page:\nhttps://',
  )
  expect(mailBody(failed('ours'), 'Alder')).toMatch(/What is told\.\n$/)
})
