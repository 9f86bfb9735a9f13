// The business that is simulated: a small maker of coffee gear, what it sells, and where. Fiction, every word.
import type { AccountFacts } from '../book.ts'
import { exponentOf, stepOf } from '../currencies.ts'

export const ACCOUNTS: readonly [AccountFacts, ...AccountFacts[]] = [
  {
    id: 'acct_1QAlderQuillCoff',
    name: 'Alder & Quill Coffee Works',
    email: 'payments@alderquill.example.com',
    country: 'DE',
    currency: 'eur',
    statementDescriptor: 'ALDER QUILL COFFEE',
    url: 'https://alderquill.example.com',
  },
  {
    id: 'acct_1QAlderQuillTrad',
    name: 'Alder & Quill Trade',
    email: 'trade@alderquill.example.com',
    country: 'GB',
    currency: 'gbp',
    statementDescriptor: 'ALDER QUILL TRADE',
    url: 'https://trade.alderquill.example.com',
  },
]

export interface Product {
  readonly name: string
  /** In euro cents, before tax. */
  readonly price: number
  /** Billed again and again, rather than ordered once. */
  readonly every?: 'month' | 'quarter' | 'year'
}

/** What is sold, with how often it is chosen. */
export const PRODUCTS: readonly (readonly [Product, number])[] = [
  [{ name: 'Kestrel hand grinder', price: 18900 }, 6],
  [{ name: 'Kestrel Pro hand grinder, titanium burrs', price: 27900 }, 3],
  [{ name: 'Gooseneck kettle 0.9 L', price: 12900 }, 5],
  [{ name: 'Stoneware dripper No. 2', price: 3400 }, 10],
  [{ name: 'Glass server 600 ml', price: 4200 }, 6],
  [{ name: 'Brewing scale with timer', price: 7900 }, 6],
  [{ name: 'Travel press 350 ml', price: 4500 }, 6],
  [{ name: 'Burr set 48 mm, steel', price: 4900 }, 3],
  [{ name: 'Silicone gasket kit', price: 950 }, 4],
  [{ name: 'Walnut catch cup', price: 2600 }, 3],
  [{ name: 'Cleaning tablets, 40 pieces', price: 1290 }, 6],
  [{ name: 'Gift card', price: 5000 }, 4],
  [{ name: 'Home barista evening, one seat', price: 6500 }, 2],
]

export const SUBSCRIPTIONS: readonly (readonly [Product, number])[] = [
  [{ name: 'Paper filters No. 2, monthly', price: 890, every: 'month' }, 10],
  [{ name: "Roaster's box, monthly", price: 2400, every: 'month' }, 16],
  [{ name: "Roaster's box for two, monthly", price: 3900, every: 'month' }, 6],
  [{ name: 'Decaf box, monthly', price: 2200, every: 'month' }, 4],
  [{ name: "Grower's reserve, quarterly", price: 6600, every: 'quarter' }, 3],
  [{ name: "Roaster's box, a year", price: 26400, every: 'year' }, 2],
]

export type MethodKind =
  'card' | 'bancontact' | 'ideal' | 'klarna' | 'konbini' | 'multibanco' | 'paypal' | 'sepa_debit'

export interface Market {
  readonly country: string
  readonly currency: string
  /** Major units of the currency for one euro. */
  readonly rate: number
  readonly locale: string
  readonly cities: readonly (readonly [city: string, postalCode: string])[]
  readonly methods: readonly (readonly [MethodKind, number])[]
}

const market = (
  country: string,
  currency: string,
  rate: number,
  locale: string,
  cities: Market['cities'],
  methods: Market['methods'] = [['card', 1]],
): Market => ({ country, currency, rate, locale, cities, methods })

/** Where customers live, with how many of a hundred. */
export const MARKETS: readonly (readonly [Market, number])[] = [
  [market('DE', 'eur', 1, 'de', [['Berlin', '10437'], ['Hamburg', '22767'], ['Leipzig', '04109']], [['card', 55], ['sepa_debit', 25], ['paypal', 15], ['klarna', 5]]), 22],
  [market('NL', 'eur', 1, 'nl', [['Utrecht', '3511 AB'], ['Rotterdam', '3012 CL']], [['card', 40], ['ideal', 50], ['sepa_debit', 10]]), 8],
  [market('FR', 'eur', 1, 'fr', [['Lyon', '69001'], ['Nantes', '44000']], [['card', 85], ['sepa_debit', 15]]), 7],
  [market('BE', 'eur', 1, 'nl', [['Gent', '9000']], [['card', 50], ['bancontact', 50]]), 4],
  [market('PT', 'eur', 1, 'pt', [['Lisboa', '1200-109'], ['Porto', '4000-322']], [['card', 70], ['multibanco', 30]]), 3],
  [market('IE', 'eur', 1, 'en', [['Cork', 'T12 W8AD']]), 2],
  [market('US', 'usd', 1.08, 'en', [['Portland', '97214'], ['Brooklyn', '11211'], ['Austin', '78704']], [['card', 88], ['paypal', 7], ['klarna', 5]]), 17],
  [market('GB', 'gbp', 0.86, 'en', [['Bristol', 'BS1 5TR'], ['Leeds', 'LS1 4DY'], ['London', 'E8 3DL']], [['card', 90], ['paypal', 6], ['klarna', 4]]), 12],
  [market('SE', 'sek', 11.4, 'sv', [['Göteborg', '411 04'], ['Malmö', '211 22']], [['card', 70], ['klarna', 30]]), 4],
  [market('CH', 'chf', 0.95, 'de', [['Zürich', '8004'], ['Bern', '3011']]), 4],
  [market('NO', 'nok', 11.6, 'no', [['Bergen', '5003']]), 2],
  [market('DK', 'dkk', 7.46, 'da', [['Aarhus', '8000']]), 2],
  [market('IS', 'isk', 150, 'is', [['Reykjavík', '101']]), 2],
  [market('JP', 'jpy', 162, 'ja', [['Kyoto', '604-8005'], ['Tokyo', '150-0001']], [['card', 75], ['konbini', 25]]), 4],
  [market('KW', 'kwd', 0.33, 'en', [['Kuwait City', '13001']]), 2],
  [market('AU', 'aud', 1.64, 'en', [['Melbourne', '3065']]), 2],
  [market('CA', 'cad', 1.48, 'en', [['Montréal', 'H2T 1S6']]), 2],
  [market('PL', 'pln', 4.3, 'pl', [['Kraków', '31-001']]), 1],
] // prettier-ignore

/** A price in a market's currency, in minor units, rounded the way price tags are. */
export function priceIn(currency: string, rate: number, euroCents: number): number {
  const major = (euroCents / 100) * rate
  const coarse = major >= 2000 ? 100 : major >= 200 ? 10 : 1
  const exponent = exponentOf(currency)
  const figure =
    exponent === 0 || stepOf(currency) === 100
      ? Math.max(coarse, Math.round(major / coarse) * coarse)
      : currency === 'kwd'
        ? Math.round(major * 4) / 4
        : coarse > 1
          ? Math.round(major / coarse) * coarse
          : Math.round(major * 10) / 10
  const minor = Math.round(figure * 10 ** exponent)
  return Math.max(stepOf(currency), minor - (minor % stepOf(currency)))
}
