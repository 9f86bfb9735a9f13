// /v1/billing_portal/configurations: made, read, and changed. The page that they set up is not simulated.
import type { Book } from '../book.ts'
import { cursorParameters, operation, pageOf, recordOf, type Call, type Operation } from '../operations.ts'
import {
  changedMetadata,
  fields,
  flag,
  listOf,
  metadata,
  oneOf,
  text,
  type Parsed,
  type Rules,
} from '../parameters.ts'
import type { PortalConfiguration } from '../portal-records.ts'
import { isRefusal, type Refusal } from '../refusals.ts'

const PATH = '/v1/billing_portal/configurations'
const READ = ['rak_customer_portal_read'] as const
const WRITE = ['rak_customer_portal_write'] as const
const missing = { noun: 'billing_portal configuration', param: 'configuration' }

const isOn = fields({ enabled: flag }, ['enabled'])
const facts = {
  business_profile: fields({
    headline: text({ unsettable: true }),
    privacy_policy_url: text(),
    terms_of_service_url: text(),
  }),
  default_return_url: text({ unsettable: true }),
  features: fields({
    customer_update: fields({
      allowed_updates: listOf(oneOf(['address', 'email', 'name', 'phone', 'shipping', 'tax_id'])),
      enabled: flag,
    }),
    invoice_history: isOn,
    payment_method_update: isOn,
    subscription_cancel: fields({
      enabled: flag,
      mode: oneOf(['at_period_end', 'immediately']),
      proration_behavior: oneOf(['always_invoice', 'create_prorations', 'none']),
    }),
  }),
  metadata,
  name: text({ unsettable: true }),
}
type Facts = Parsed<typeof facts>

/** Everything off, as where nothing was asked for. */
const OFF = {
  customer_update: { allowed_updates: [], enabled: false },
  invoice_history: { enabled: false },
  payment_method_update: { enabled: false, payment_method_configuration: null },
  subscription_cancel: {
    cancellation_reason: { enabled: false, feedback_options: null, options: [] },
    enabled: false,
    mode: 'at_period_end',
    proration_behavior: 'none',
  },
  subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: false },
  subscription_update: {
    billing_cycle_anchor: null,
    default_allowed_updates: [],
    enabled: false,
    products: [],
    proration_behavior: 'none',
    schedule_at_period_end: { conditions: [] },
    trial_update_behavior: 'end_trial',
  },
}

function featuresAfter(before: PortalConfiguration['features'], sent: Facts['features']) {
  const changed = Object.entries(sent ?? {}).map(([name, part]) => [
    name,
    { ...(before[name] as object | undefined), ...part },
  ])
  return { ...before, ...(Object.fromEntries(changed) as PortalConfiguration['features']) }
}

const described = (before: PortalConfiguration, sent: Facts): PortalConfiguration => ({
  ...before,
  business_profile: { ...before.business_profile, ...sent.business_profile },
  features: featuresAfter(before.features, sent.features),
  metadata: changedMetadata(before.metadata, sent.metadata),
  ...(sent.default_return_url === undefined ? {} : { default_return_url: sent.default_return_url }),
  ...(sent.name === undefined ? {} : { name: sent.name }),
})

const unset = (book: Book): PortalConfiguration => ({
  id: book.newId('bpc'),
  object: 'billing_portal.configuration',
  active: true,
  application: null,
  business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
  created: book.now(),
  default_return_url: null,
  features: OFF,
  // The account has one already: sessions name it.
  is_default: false,
  livemode: book.livemode,
  login_page: { enabled: false, url: null },
  metadata: {},
  name: null,
  updated: book.now(),
})

const configurationOf = (
  call: Pick<Call<Rules>, 'book' | 'ids' | 'otherMode'>,
): PortalConfiguration | Refusal =>
  recordOf(call, (book) => book.portalConfigurations, call.ids['id'] ?? '', missing)

export const portalConfigurationOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: PATH,
    answers: 'billing_portal.configuration',
    isList: true,
    permissions: READ,
    parameters: { ...cursorParameters, active: flag, is_default: flag },
    run: ({ book, parameters: asked }) =>
      pageOf(
        book.portalConfigurations,
        {
          matching: ({ active, is_default: isDefault }) =>
            (asked.active ?? active) === active && (asked.is_default ?? isDefault) === isDefault,
        },
        asked,
        { noun: missing.noun, url: PATH },
      ),
  }),
  operation({
    method: 'GET',
    path: `${PATH}/:id`,
    answers: 'billing_portal.configuration',
    permissions: READ,
    parameters: {},
    run: configurationOf,
  }),
  operation({
    method: 'POST',
    path: PATH,
    answers: 'billing_portal.configuration',
    permissions: WRITE,
    parameters: facts,
    required: ['features'],
    notSimulated: ['login_page'],
    run: ({ book, parameters: sent }) => {
      const made = book.portalConfigurations.put(described(unset(book), sent))
      book.emit('billing_portal.configuration.created', made)
      return made
    },
  }),
  operation({
    method: 'POST',
    path: `${PATH}/:id`,
    answers: 'billing_portal.configuration',
    permissions: WRITE,
    parameters: { ...facts, active: flag },
    notSimulated: ['login_page'],
    run: (call) => {
      const { book, parameters: sent } = call
      const before = configurationOf(call)
      if (isRefusal(before)) return before
      const { record, previous } = book.change(book.portalConfigurations, before, {
        ...described(before, sent),
        active: sent.active ?? before.active,
        updated: book.now(),
      })
      book.emit('billing_portal.configuration.updated', record, previous)
      return record
    },
  }),
]
