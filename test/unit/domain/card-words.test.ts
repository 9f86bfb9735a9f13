import { expect, it } from 'vitest'
import { methodWord, oneBrand, spokenMethod } from '../../../src/domain/card-words.ts'

it('has one name for a brand, whichever of its words Stripe uses', () => {
  expect(oneBrand('american_express')).toBe('amex')
  expect(['amex', 'american_express'].map(methodWord)).toEqual(['Amex', 'Amex'])
  expect(['diners', 'diners_club'].map(methodWord)).toEqual(['Diners Club', 'Diners Club'])
})

it('writes names as their owners do, and a word that it does not know as it came', () => {
  expect(
    ['klarna', 'ideal', 'bancontact', 'sepa_debit', 'paypal', 'konbini', 'multibanco'].map(methodWord),
  ).toEqual(['Klarna', 'iDEAL', 'Bancontact', 'SEPA debit', 'PayPal', 'Konbini', 'Multibanco'])
  expect(methodWord('moon_pay')).toBe('Moon pay')
})

it('tells a method by its brand, else by its type, and by its digits where there are any', () => {
  expect(spokenMethod('card', 'american_express', '0350')).toBe('Amex •••• 0350')
  expect(spokenMethod('sepa_debit', null, '2664')).toBe('SEPA debit •••• 2664')
  expect(spokenMethod('klarna', null, null)).toBe('Klarna')
})
