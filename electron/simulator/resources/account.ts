// GET /v1/account: the account the key belongs to.
import type { Book } from '../book.ts'
import { operation, type Operation } from '../operations.ts'
import { refusals } from '../refusals.ts'

const renderAccount = (book: Book): object => {
  const { account } = book
  return {
    id: account.id,
    object: 'account',
    business_profile: {
      annual_revenue: null,
      estimated_worker_count: null,
      mcc: '5719',
      minority_owned_business_designation: null,
      name: account.name,
      specified_commercial_transactions_act_url: null,
      support_address: null,
      support_email: account.email,
      support_phone: null,
      support_url: null,
      url: account.url,
    },
    business_type: 'company',
    capabilities: { card_payments: 'active', transfers: 'active', sepa_debit_payments: 'active' },
    charges_enabled: true,
    controller: { type: 'account' },
    country: account.country,
    created: 1_650_000_000,
    default_currency: account.currency,
    details_submitted: true,
    email: account.email,
    metadata: {},
    payouts_enabled: true,
    settings: {
      bacs_debit_payments: { display_name: null, service_user_number: null },
      branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
      card_issuing: { tos_acceptance: { date: null, ip: null } },
      card_payments: {
        decline_on: { avs_failure: false, cvc_failure: false },
        statement_descriptor_prefix: null,
        statement_descriptor_prefix_kana: null,
        statement_descriptor_prefix_kanji: null,
      },
      dashboard: { display_name: account.name, timezone: 'Etc/UTC' },
      invoices: { default_account_tax_ids: null, hosted_payment_method_save: 'always' },
      payments: {
        statement_descriptor: account.statementDescriptor,
        statement_descriptor_kana: null,
        statement_descriptor_kanji: null,
        statement_descriptor_prefix_kana: null,
        statement_descriptor_prefix_kanji: null,
      },
      payouts: {
        debit_negative_balances: true,
        schedule: {
          delay_days: 3,
          interval: 'weekly',
          weekly_anchor: 'monday',
          weekly_payout_days: ['monday'],
        },
        statement_descriptor: null,
      },
      sepa_debit_payments: {},
    },
    tos_acceptance: { date: 1_650_000_000 },
    type: 'standard',
  }
}

export const accountOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: '/v1/account',
    answers: 'account',
    permissions: ['rak_accounts_kyc_basic_read', 'rak_connected_account_read'],
    parameters: {},
    run: ({ book }) => renderAccount(book),
  }),
  operation({
    method: 'GET',
    path: '/v1/accounts/:account',
    answers: 'account',
    permissions: ['rak_accounts_kyc_basic_read', 'rak_connected_account_read'],
    parameters: {},
    run: ({ book, ids }) =>
      ids['account'] === book.account.id
        ? renderAccount(book)
        : refusals.noSuch('account', ids['account'] ?? '', 'account'),
  }),
]
