// The app that is sold beside the coffee gear, in plans one can move between: products with features, prices by month and by year, an
// older price that is retired, and the coupons in circulation. Makes them all at once; sells nothing.
import type { Price } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Coupon } from '../coupon-records.ts'
import { attachFeature, makeFeature } from '../life/entitlements.ts'
import { changePrice, makeCoupon, makePrice, makeProduct } from '../life/prices.ts'
import { MARKETS, priceIn } from './business.ts'

export type PlanName = 'basic' | 'pro' | 'support' | 'team'
type Every = 'month' | 'year'

interface Plan {
  readonly name: string
  readonly description: string
  /** In euro cents, by month; a year costs ten months. */
  readonly price: number
  readonly features: readonly string[]
  readonly unitLabel?: string
}

const FEATURES: Readonly<Record<string, string>> = {
  brew_log: 'Brew log and recipes',
  devices: 'Scale and kettle pairing',
  curves: 'Pour and roast curves',
  export: 'Export to spreadsheets',
  api: 'API access',
  team_library: 'Shared team library',
  single_sign_on: 'Single sign-on',
  priority_support: 'Priority support',
}

const PLANS: Readonly<Record<PlanName, Plan>> = {
  basic: {
    name: 'Brew Log Basic',
    description: 'Recipes and notes for one kitchen',
    price: 490,
    features: ['brew_log', 'devices'],
  },
  pro: {
    name: 'Brew Log Pro',
    description: 'Curves, exports and the API, for those who measure',
    price: 1190,
    features: ['brew_log', 'devices', 'curves', 'export', 'api'],
  },
  team: {
    name: 'Brew Log Team',
    description: 'For cafés and roasteries, by the seat',
    price: 890,
    features: ['brew_log', 'devices', 'curves', 'export', 'team_library', 'single_sign_on'],
    unitLabel: 'seat',
  },
  support: {
    name: 'Priority support',
    description: 'An answer within four hours',
    price: 1900,
    features: ['priority_support'],
  },
}

/** Where the app is sold; elsewhere only coffee gear is. */
const CURRENCIES = ['eur', 'usd', 'gbp', 'jpy', 'kwd'] as const
export type PlanCurrency = (typeof CURRENCIES)[number]

/** What Pro cost by month until it was raised, euro cents; those who had it still pay that. */
const FORMER_PRO = 890

export type CouponName = 'forever' | 'once' | 'repeating' | 'winback'

export interface Plans {
  price(plan: PlanName, currency: PlanCurrency, every?: Every): Price
  /** The retired monthly price of Pro, to be subscribed to before `retire` is called. */
  formerPro(currency: PlanCurrency): Price
  /** From now on nobody new can have the former price. */
  retire(): void
  coupon(name: CouponName): Coupon
}

export function openPlans(book: Book): Plans {
  const features = new Map(
    Object.entries(FEATURES).map(([key, name]) => [key, makeFeature(book, { lookupKey: key, name }).id]),
  )
  const prices = new Map<string, Price>()
  const former = new Map<string, Price>()
  for (const [key, plan] of Object.entries(PLANS)) {
    const product = makeProduct(book, {
      name: plan.name,
      description: plan.description,
      unitLabel: plan.unitLabel ?? null,
    })
    for (const feature of plan.features) attachFeature(book, product.id, features.get(feature) ?? '')
    for (const currency of CURRENCIES) {
      const make = (every: Every, cents: number, word: string) =>
        makePrice(book, {
          currency,
          product: product.id,
          unitAmount: priceIn(currency, rateOf(currency), cents),
          lookupKey: `${key}_${word}_${currency}`,
          nickname: `${plan.name}, ${word}`,
          recurring: { interval: every },
        })
      prices.set(`${key} month ${currency}`, make('month', plan.price, 'monthly'))
      prices.set(`${key} year ${currency}`, make('year', plan.price * 10, 'yearly'))
      if (key === 'pro') former.set(currency, make('month', FORMER_PRO, 'monthly_2025'))
    }
    book.products.put({ ...product, default_price: prices.get(`${key} month eur`)?.id ?? null })
  }
  const coupons = makeCoupons(book)
  return {
    price: (plan, currency, every = 'month') => known(prices, `${plan} ${every} ${currency}`),
    formerPro: (currency) => known(former, currency),
    retire: () => {
      for (const price of former.values()) changePrice(book, price, { active: false })
    },
    coupon: (name) => coupons[name],
  }
}

const makeCoupons = (book: Book): Readonly<Record<CouponName, Coupon>> => ({
  forever: makeCoupon(book, { id: 'ROASTERS15', name: 'Roasters, 15 % off', percentOff: 15, duration: 'forever' }),
  once: makeCoupon(book, { id: 'WELCOME5', name: 'Welcome, €5 off', amountOff: 500, currency: 'eur', duration: 'once' }),
  repeating: makeCoupon(book, { id: 'HALFSPRING', name: 'Half price for three months', percentOff: 50, duration: 'repeating', months: 3 }),
  winback: makeCoupon(book, { id: 'COMEBACK', name: 'Come back, 30 % off once', percentOff: 30, duration: 'once', maxRedemptions: 100 }),
}) // prettier-ignore

const rateOf = (currency: PlanCurrency): number =>
  MARKETS.find(([market]) => market.currency === currency)?.[0].rate ?? 1

function known<T>(among: ReadonlyMap<string, T>, name: string): T {
  const found = among.get(name)
  if (found === undefined) throw new Error(`The catalogue has no ${name}`)
  return found
}
