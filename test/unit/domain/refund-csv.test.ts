// A file of refunds is read to the letter: each wrong line is named with what is wrong, and no right one is lost or changed.
import { describe, expect, it } from 'vitest'
import { readRefunds, type RefundFile } from '../../../src/domain/refund-csv.ts'

function read(text: string, most = 5000): RefundFile {
  const reading = readRefunds(text, most)
  for (;;) {
    const step = reading.next()
    if (step.done) return step.value
    expect(step.value).toBeGreaterThan(0)
    expect(step.value).toBeLessThanOrEqual(1)
  }
}
const lines = (...text: string[]): string => `${text.join('\n')}\n`
const row = (line: number, ref: string, amount: string | null = null, currency: string | null = null, reason: string | null = null) => ({
  line, ref, amount, currency, reason,
}) // prettier-ignore
/** What is said of the one wrong line. */
function faultOf(...text: string[]): string {
  const { faults } = read(lines(...text))
  expect(faults).toHaveLength(1)
  expect(faults[0]?.line).toBe(text.length)
  return faults[0]?.text ?? ''
}

describe('the columns', () => {
  it('are found by their names in any order and case, and what is no refund’s is named', () => {
    const file = read(lines('Reason,AMOUNT,Notes,Payment Intent,Currency', 'duplicate,49.90,vip,pi_1,EUR'))
    expect(file.rows).toEqual([row(2, 'pi_1', '49.90', 'eur', 'duplicate')])
    expect(file.ignored).toEqual(['Notes'])
    expect(file.problem).toBeNull()
  })

  it.each(['id', 'payment', 'PaymentIntent ID', 'payment_id', 'Charge', 'charge_id', 'Invoice Number', 'invoice', 'Transaction'])(
    'may call the payment “%s”',
    (name) => expect(read(lines(`${name};amount`, 'in_1;5')).rows).toEqual([row(2, 'in_1', '5.00')]),
  ) // prettier-ignore

  it('take what is to be refunded before what was paid, and say so', () => {
    const file = read(lines('id,Amount,Amount Refunded,Refund Amount', 'ch_1,90.00,0.00,12.50'))
    expect(file.rows).toEqual([row(2, 'ch_1', '12.50')])
    expect(file.ignored).toEqual(['Amount', 'Amount Refunded'])
  })

  it('may be without names: ids, then amounts, currencies and reasons', () => {
    const file = read(lines('pi_1,10.00,eur,duplicate,more', 'ch_2,,,,'))
    expect(file.rows).toEqual([row(1, 'pi_1', '10.00', 'eur', 'duplicate'), row(2, 'ch_2')])
    expect(file.ignored).toEqual(['column 5'])
    expect(read('pi_1\npi_2').rows).toEqual([row(1, 'pi_1'), row(2, 'pi_2')])
    expect(read('ABCD1234-0001\n').rows).toEqual([row(1, 'ABCD1234-0001')])
  })

  it.each([
    ['Amount EUR', 'payment,Amount EUR'],
    ['amount (EUR)', 'payment,amount (EUR)'],
    ['amount_cents', 'payment,amount_cents'],
    ['Refund total', 'payment,Refund total'],
    ['Erstattungsbetrag', 'Zahlung;Erstattungsbetrag'],
    ['Amount Refunded', 'payment,Amount Refunded'],
    ['Refund EUR', 'payment,amount,Refund EUR'],
  ])('called “%s”, which is not read but may be the amount, make the file unusable: %s', (name, head) => {
    const file = read(lines(head, head.replaceAll(/[^,;]+/g, '5.00')))
    expect(file.problem).toMatch(
      `The column “${name}” is not read, but may say how much to refund. If it does, call it “amount”`,
    )
    expect([file.rows, file.faults]).toEqual([[], []])
  })

  it('of Stripe’s own export of payments are known', () => {
    const file = read(
      lines(
        'id,Created date (UTC),Amount,Amount Refunded,Currency,Converted Amount,Converted Amount Refunded,Disputed Amount,Refunded date (UTC)',
        'ch_1,2026-10-02 10:00:00,12.50,0.00,eur,12.50,0.00,,',
      ),
    )
    expect(file.problem).toBeNull()
    expect(file.rows).toEqual([row(2, 'ch_1', '12.50', 'eur')])
  })

  it('that name no payment, or one thing twice, make the file unusable', () => {
    expect(read(lines('name,amount', 'Ada,5')).problem).toMatch(/^No column of this file says which payment/)
    expect(read(lines('payment,amount,Amount', 'pi_1,5,6')).problem).toBe(
      'Two columns are called “amount”. Rename or remove one.',
    )
    expect(read('').problem).toBe('This file is empty.')
    expect(read('\n\n ; ;\n').problem).toBe('This file is empty.')
    expect(read('payment,amount\n').problem).toBe('This file has a line of names and nothing below it.')
  })
})

describe('the form of the file', () => {
  it.each([
    ['semicolons', 'payment;amount\r\npi_1;1,50\r\n'],
    ['tabs', 'payment\tamount\npi_1\t1,50\n'],
    ['commas and quotes', 'payment,amount\n"pi_1","1,50"\n'],
    ['no end of the last line', 'payment,amount\npi_1,1.50'],
    ['old Macintosh lines', 'payment,amount\rpi_1,1.50\r'],
    ['quotes around names with separators', '"payment","amount"\n"pi_1";"1.50"\n'.replace(';', ',')],
  ])('may have %s', (_, text) => expect(read(text).rows).toEqual([row(2, 'pi_1', '1.50')]))

  it('has no problem as a whole where one line is right and one is not', () => {
    const file = read(lines('payment,amount', 'pi_1,1', 'pi_2,x'))
    expect(file).toMatchObject({ rows: [{ ref: 'pi_1' }], faults: [{ ref: 'pi_2' }], problem: null })
  })

  it('counts empty lines and lines inside quotes, as an editor does', () => {
    const file = read('payment,amount,note\n\npi_1,1,"two\nlines"\r\n,,\npi_2,x,\n')
    expect(file.rows).toEqual([row(3, 'pi_1', '1.00')])
    expect(file.faults.map(({ line }) => line)).toEqual([6])
  })

  it('is no use where a quote opens that never closes: nobody would miss what stands below', () => {
    const file = read(lines('payment,amount', 'pi_1,1', 'pi_2,"2', 'pi_3,3'))
    expect(file.problem).toMatch(/^A quote opens on line 3 and is never closed, so that nothing below can be read\./)
    expect(read('"payment,amount\npi_1,1').problem).toMatch(/^A quote opens on line 1 and/)
  }) // prettier-ignore

  it.each([
    ['the next quote', 'payment,amount,note', 'pi_2,2,"Deluxe', 'pi_3,3,', 'pi_4,4,15"'],
    ['the end of a note of several lines', 'payment,amount,note', 'pi_2,2,"Deluxe', 'pi_3,3,', 'for Ada"'],
    ['the next quote, where all of each is refunded', 'payment,note', 'pi_2,"Deluxe', 'pi_3,"'],
    ['the next cell in quotes', 'payment,amount,note', 'pi_2,2,"Deluxe', 'pi_3,3,', 'pi_4,4,"vip"'],
    ['the next amount in quotes', 'payment,amount', 'pi_2,"2', 'pi_3,"3"'],
    ['the next quote, with numbers of invoices', 'invoice;amount;note', 'A-2;2;"Deluxe', 'A-3;3,50;', 'A-4;4;15"'],
  ])('is no use where a quote takes in the lines below, to %s', (_, ...text) =>
    expect(read(lines(text[0] ?? '', ...text.slice(1))).problem).toMatch(
      /^A cell of line 2 begins with a quote and takes in lines below, which may be refunds of their own\./,
    ),
  ) // prettier-ignore

  it('may have cells of several lines that are no refunds', () => {
    const file = read(lines('payment;amount;note', 'pi_1;1;"called; twice', '5 times in all', 'vip"', 'pi_2;2;'))
    expect([file.problem, file.rows]).toEqual([null, [row(2, 'pi_1', '1.00'), row(5, 'pi_2', '2.00')]])
  }) // prettier-ignore

  it.each(['pi_1,"5"0', 'pi_1,5"0'])('does not read a line with a stray quote: %s', (line) =>
    expect(faultOf('payment,amount', line)).toMatch(/^A quote stands in the middle of a cell/),
  )

  it('does not take an amount that was split at its comma, nor a line that was cut off', () => {
    expect(faultOf('payment,amount,currency', 'pi_1,1,234.50,eur')).toBe(
      'This line has 4 cells, the first has 3. An amount with a comma must stand in quotes.',
    )
    expect(faultOf('payment,amount', 'pi_1')).toMatch(/^This line ends before its amount: it was cut off/)
    expect(faultOf('pi_0,1,eur', 'pi_1,1,50')).toMatch(/^“50” is no currency/)
  })

  it.each([
    ['payment,amount,comment', 'pi_1,12,50,'],
    ['payment,currency,amount,comment', 'pi_1,EUR,12,50,'],
    ['payment,amount,,', 'pi_1,12,50,,'],
    ['payment,amount', 'pi_1,12,'],
  ])('counts a cell too many though it is empty: %s', (head, line) => {
    const [has, first] = [line.split(',').length, head.split(',').length]
    expect(faultOf(head, line)).toBe(
      `This line has ${has} cells, the first has ${first}. An amount with a comma must stand in quotes.`,
    )
  })

  it.each([
    ['payment,amount,comment', 'pi_1,12,50'],
    ['payment,amount,', 'pi_1,12,5'],
    ['payment,amount,comment', 'pi_1,1,234.50'],
    ['Zahlung,Betrag,Kommentar,Datum', 'pi_1,1,234,50'],
  ])(
    'does not take the whole units of an amount whose decimals stand where nobody reads: %s, %s',
    (head, line) =>
      expect(faultOf(head, line)).toMatch(
        /^“\d+” and “[\d.]+” beside it may be one amount that was split at its comma\./,
      ),
  )

  it('takes an amount with decimals beside any number, and a whole one beside what are no decimals', () => {
    const file = read(lines('payment,amount,fee', 'pi_1,12.00,50', 'pi_2,12,0.50', 'pi_3,"12,50",7', 'pi_4,12,vip'))
    expect(file.rows.map(({ amount }) => amount)).toEqual(['12.00', '12.00', '12.50', '12.00'])
    expect(read(lines('payment;amount;fee', 'pi_1;12;50')).rows).toEqual([row(2, 'pi_1', '12.00')])
  }) // prettier-ignore

  it('lets cells be missing that are empty anyway, and every line end with a separator', () => {
    expect(read(lines('payment,amount,reason', 'pi_1,1', 'pi_2,2,')).rows).toEqual([
      row(2, 'pi_1', '1.00'),
      row(3, 'pi_2', '2.00'),
    ])
    expect(read(lines('payment,amount,', 'pi_1,1,', 'pi_2,2.50,')).rows).toEqual([
      row(2, 'pi_1', '1.00'),
      row(3, 'pi_2', '2.50'),
    ])
  })
})

describe('the payment', () => {
  it('is missing', () => expect(faultOf('payment,amount', ',5')).toBe('No payment stands on this line.'))

  it.each(['1,23E+15', '4.2E+23', '1E15'])('was made a number by a spreadsheet: %s', (id) =>
    expect(faultOf('payment;amount', `${id};5`)).toMatch(/^A spreadsheet has made a number of this id/),
  )

  it.each(['=HYPERLINK(1)', '+pi_1', '-pi_1', '@pi_1', '＝pi_1', ' =pi_1'])('is a formula: %s', (id) =>
    expect(faultOf('payment;amount', `${id};5`)).toMatch(/begins as a formula does/),
  )

  it('stands there twice, even where the first time was wrong', () => {
    const file = read(lines('payment,amount', 'pi_1,5', 'pi_2,-1', 'pi_1,6', 'pi_2,7'))
    expect(file.rows).toEqual([row(2, 'pi_1', '5.00')])
    expect(file.faults.map(({ line, text }) => `${line} ${text}`)).toEqual([
      expect.stringMatching(/^3 “-1” is not more than zero/),
      '4 The same payment as on line 2. One run refunds a payment once.',
      '5 The same payment as on line 3. One run refunds a payment once.',
    ])
  })

  it('is too long to be one', () => expect(faultOf('payment', 'p'.repeat(300))).toMatch(/too long/))
})

describe('the amount', () => {
  it.each([
    ['1.234,50', 'eur', '1234.50'], ['1,234.50', 'eur', '1234.50'], ['1 234,5', 'eur', '1234.50'], ['1’234.50', '', '1234.50'],
    ['49,9', '', '49.90'], ['.5', 'usd', '0.50'], ['1.234.567', 'eur', '1234567.00'], ['1234', 'jpy', '1234'], ['1,234', 'jpy', '1234'],
    ['500', '', '500.00'], ['1.250', 'kwd', '1.250'], ['700', 'isk', '700'], ['5.000000', 'eur', '5.00'],
  ])('%s in “%s” is %s', (written, currency, plain) =>
    expect(read(lines('payment;amount;currency', `pi_1;${written};${currency}`)).rows[0]?.amount).toBe(plain),
  ) // prettier-ignore

  it.each([
    ['1.234', 'eur', '“1.234” could be two amounts: is the point for thousands or for decimals? Write 1234.00 if it is for thousands.'],
    ['1,234', 'usd', '“1,234” could be two amounts: is the comma for thousands or for decimals? Write 1234.00 if it is for thousands.'],
    ['1.234', '', '“1.234” could be two amounts: is the point for thousands or for decimals? Write 1234.00 if it is for thousands.'],
    ['10.50', 'jpy', '“10.50”: JPY has no decimals.'],
    ['10.505', 'eur', '“10.505” could be two amounts: is the point for thousands or for decimals? Write 10505.00 if it is for thousands.'],
    ['0.505', 'eur', '“0.505”: EUR has 2 decimals at most.'],
    ['0.1234', '', '“0.1234” has too many decimals.'],
    ['1.255', 'kwd', '“1.255”: Stripe takes KWD whose third decimal is 0.'],
    ['0.50', 'isk', '“0.50”: ISK has no decimals.'],
    ['-5', 'eur', '“-5” is not more than zero. Leave the cell empty to refund all that is left.'],
    ['−5', 'eur', '“−5” is not more than zero. Leave the cell empty to refund all that is left.'],
    ['0,00', 'eur', '“0,00” is not more than zero. Leave the cell empty to refund all that is left.'],
    ['=5+5', 'eur', '“=5+5” is a formula, not an amount.'],
    ['€5', 'eur', '“€5” can’t be read as an amount. Write it as 49.90, without a sign or a word.'],
    ['5e3', '', '“5e3” can’t be read as an amount. Write it as 49.90, without a sign or a word.'],
    ['(5)', '', '“(5)” can’t be read as an amount. Write it as 49.90, without a sign or a word.'],
    ['1.23,456.7', '', '“1.23,456.7” can’t be read as an amount. Write it as 49.90, without a sign or a word.'],
    ['99999999999999999999', '', '“99999999999999999999” is too large.'],
  ])('%s in “%s” is not taken', (written, currency, said) =>
    expect(faultOf('payment;amount;currency', `pi_1;${written};${currency}`)).toBe(said),
  ) // prettier-ignore

  it('is all that is left where it is empty', () =>
    expect(read(lines('payment,amount', 'pi_1,')).rows).toEqual([row(2, 'pi_1')]))
})

describe('the list of errors, handed in again', () => {
  it('is read only where a line was mended and its error taken away', () => {
    const file = read(lines('line,payment,amount,error', '7,pi_1,1234.00,', '9,pi_2,1.234,could be two', '10,pi_3,,was cut off'))
    expect(file.rows).toEqual([row(2, 'pi_1', '1234.00')])
    expect(file.faults).toMatchObject([
      { line: 3, ref: 'pi_2', amount: '1.234', text: 'An error stands beside this line. Mend the line, then empty that cell.' },
      { line: 4, ref: 'pi_3', amount: null },
    ])
  }) // prettier-ignore
})

describe('the currency and the reason', () => {
  it('are no currency and a formula', () => {
    expect(faultOf('payment,currency', 'pi_1,Euro')).toBe('“Euro” is no currency. Write its three letters, such as EUR.')
    expect(faultOf('payment,reason', 'pi_1,=cmd')).toBe('The reason “=cmd” begins as a formula does.')
    expect(faultOf('payment,reason', `pi_1,${'x'.repeat(101)}`)).toMatch(/^The reason is too long/)
  }) // prettier-ignore
})

describe('a long file', () => {
  it('is not taken when more of it is right than a run takes, and says into how many to split it', () => {
    const text = lines('payment', ...Array.from({ length: 5001 }, (_, at) => `pi_${at}`))
    expect(read(text).problem).toBe(
      'This file has 5,001 refunds, and a run takes 5,000. Split it into 2 files. Nothing was taken from it.',
    )
    expect(read(text.replace('pi_7\n', 'pi_6\n')).problem).toBeNull()
  })

  it('of 100,000 lines is read, with every wrong one named', () => {
    const text = lines(
      'payment,amount,currency',
      ...Array.from({ length: 100_000 }, (_, at) => (at % 20 === 0 ? `pi_${at},10.${at % 10}0,eur` : `pi_${at},"1.234",eur`)),
    ) // prettier-ignore
    const file = read(text)
    expect(file.rows).toHaveLength(5000)
    expect(file.faults).toHaveLength(95_000)
    expect(file.faults.at(-1)?.line).toBe(100_001)
    expect(file.problem).toBeNull()
  })

  it('can be left in the middle', () => {
    const reading = readRefunds(
      lines('payment', ...Array.from({ length: 2000 }, (_, at) => `pi_${at}`)),
      5000,
    )
    expect(reading.next()).toMatchObject({ done: false })
    expect(reading.return({} as RefundFile).done).toBe(true)
  })
})
