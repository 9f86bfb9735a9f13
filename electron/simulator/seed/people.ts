// Names, addresses and cards of customers who do not exist. Every e-mail ends in a domain reserved for examples.
import type { Random } from '../random.ts'
import type { CardFacts } from '../life/payment-methods.ts'
import type { Market } from './business.ts'

type Names = readonly [string, ...string[]]
const words = (text: string): Names => text.split(' ') as unknown as Names

const FIRST: Readonly<Record<string, Names>> = {
  de: words(
    'Anna Jonas Lena Felix Marie Paul Katharina Lukas Sophie Moritz Greta Emil Johanna Till Ayşe Mehmet',
  ),
  nl: words('Sanne Daan Lotte Bram Fleur Thijs Noor Sem Eva Jesse Maud Ruben'),
  fr: words('Camille Louis Manon Hugo Chloé Jules Inès Antoine Léa Maxime Aïcha Théo'),
  pt: words('Inês Tiago Beatriz João Mariana Rui Catarina Gonçalo'),
  en: words(
    'Olivia James Priya Ethan Grace Malik Chloe Noah Amara Daniel Ruth Owen Zoe Marcus Aisha Finn Hannah Theo',
  ),
  sv: words('Elsa Oskar Linnea Axel Maja Nils Ebba Viggo'),
  no: words('Ingrid Sigurd Astrid Håkon Solveig Eirik'),
  da: words('Freja Mads Ida Rasmus Signe Asger'),
  is: words('Guðrún Jón Sigríður Einar Þóra Bjarni'),
  ja: words('Yuki Haruto Sakura Ren Aoi Kenji Mei Takumi'),
  pl: words('Zofia Jakub Hanna Antoni Maja Piotr'),
}
const LAST: Readonly<Record<string, Names>> = {
  de: words(
    'Becker Vogel Schröder Lehmann Krüger Brandt Yılmaz Hofmann Seidel Arnold Keller Winter Baumann Zimmer',
  ),
  nl: words('Bakker Visser Jansen Mulder Smit Dekker Hendriks Bos'),
  fr: words('Moreau Laurent Girard Lefèvre Mercier Fontaine Benali Chevalier'),
  pt: words('Ferreira Carvalho Ribeiro Almeida Nogueira'),
  en: words(
    'Hughes Okafor Bennett Patel Murphy Carter Osei Walsh Nguyen Turner Reid Hassan Brooks Kowalski Doyle Price',
  ),
  sv: words('Lindqvist Bergström Nyberg Sandell Åkesson'),
  no: words('Haugen Solberg Nygård Dahl'),
  da: words('Kjær Nørgaard Holm Thomsen'),
  is: words('Jónsdóttir Einarsson Þorsteinsdóttir Gunnarsson'),
  ja: words('Tanaka Sato Nakamura Kobayashi Yamada Fujita'),
  pl: words('Nowak Wiśniewska Zieliński Wójcik'),
}
const STREETS: Names = ['Mill Lane 4', 'Harbour Street 18', 'Linden Road 27', 'Station Square 3', 'Garden Row 11', 'Old Market 52', 'Canal Side 9', 'Hill Crescent 6'] // prettier-ignore
const MAIL: Names = ['example.com', 'example.org', 'example.net', 'mail.example.com', 'post.example.org']

export interface Person {
  readonly name: string
  readonly email: string
  readonly address: {
    readonly city: string
    readonly country: string
    readonly line1: string
    readonly line2: null
    readonly postal_code: string
    readonly state: null
  }
}

/** A customer of this market; `number` keeps two of the same name apart. */
export function inventPerson(random: Random, market: Market, number: number): Person {
  const names = market.country === 'KW' ? 'en' : market.locale
  const first = random.pick(FIRST[names] ?? words('Robin'))
  const last = random.pick(LAST[names] ?? words('Doe'))
  const [city, postalCode] = market.cities[random.integer(0, market.cities.length - 1)] ?? [
    'Springfield',
    '00000',
  ]
  const handle = `${plain(first)}.${plain(last)}`
  return {
    name: market.locale === 'ja' ? `${last} ${first}` : `${first} ${last}`,
    email: `${random.chance(0.7) ? handle : plain(first)}${number % 7 === 0 || !random.chance(0.7) ? number : ''}@${random.pick(MAIL)}`,
    address: {
      city,
      country: market.country,
      line1: random.pick(STREETS),
      line2: null,
      postal_code: postalCode,
      state: null,
    },
  }
}

export function inventCard(random: Random, market: Market, atSeconds: number): CardFacts {
  const brand = random.weighted(
    market.country === 'JP'
      ? ([['visa', 45], ['jcb', 35], ['mastercard', 20]] as const)
      : market.country === 'US'
        ? ([['visa', 60], ['mastercard', 26], ['amex', 12], ['discover', 2]] as const)
        : ([['visa', 52], ['mastercard', 42], ['amex', 6]] as const),
  ) // prettier-ignore
  return {
    brand,
    country: market.country,
    exp_month: random.integer(1, 12),
    exp_year: new Date(atSeconds * 1000).getUTCFullYear() + random.integer(1, 5),
    funding: random.weighted([['credit', 55], ['debit', 41], ['prepaid', 4]] as const),
    last4: String(random.integer(0, 9999)).padStart(4, '0'),
    fingerprint: random.token(16),
    wallet: random.weighted([[null, 66], ['apple_pay', 19], ['google_pay', 10], ['link', 5]] as const),
  } // prettier-ignore
}

const plain = (name: string) =>
  name
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .replaceAll('ı', 'i')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .replaceAll('ð', 'd')
    .replaceAll(/[Þþ]/g, 'th')
    .toLowerCase()
