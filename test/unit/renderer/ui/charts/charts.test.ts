// What charts are made of: axes, names of stretches, stacks, and the file behind them.
import * as fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { formatAmount } from '../../../../../src/domain/money.ts'
import {
  amountValue,
  chartFile,
  countValue,
  rateWord,
  textValue,
} from '../../../../../src/renderer/ui/charts/chart-data.ts'
import { axisScale, countWords, moneyWords } from '../../../../../src/renderer/ui/charts/money-axis.ts'
import { stacked } from '../../../../../src/renderer/ui/charts/series.tsx'
import {
  bucketName,
  bucketPart,
  bucketTick,
  spacedOut,
  stretchWord,
} from '../../../../../src/renderer/ui/charts/time-words.ts'

const room = { bottom: 200, top: 0 }
const seconds = (year: number, month: number, day: number, hour = 0): number =>
  new Date(year, month - 1, day, hour).getTime() / 1000

describe('an axis of money', () => {
  it('says amounts as short as they are exact, by the currency’s own minor unit', () => {
    expect(moneyWords([0, 500_000, 1_000_000], 'eur')).toEqual(['0', '5k', '10k'])
    expect(moneyWords([0, 20_000, 40_000], 'jpy')).toEqual(['0', '20k', '40k'])
    expect(moneyWords([0, 500, 1000], 'jpy')).toEqual(['0', '500', '1,000'])
    expect(moneyWords([0, 20_000, 40_000], 'kwd')).toEqual(['0', '20', '40'])
    expect(moneyWords([-200, 0, 200], 'usd')).toEqual(['−2', '0', '2'])
    expect(moneyWords([0, 50, 100], 'usd')).toEqual(['0.00', '0.50', '1.00'])
    expect(moneyWords([0, 200_000_000], 'usd')).toEqual(['0', '2M'])
    expect(countWords([0, 500, 1000])).toEqual(['0', '500', '1,000'])
  })

  it('holds zero and all values, and each word on it reads back as its tick', () => {
    const bound = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 })
    fc.assert(
      fc.property(bound, bound, fc.constantFrom('eur', 'jpy', 'kwd', 'isk'), (one, other, currency) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)]
        const scale = axisScale({ low, high }, room, (ticks) => moneyWords(ticks, currency))
        for (const value of [low, high, 0]) {
          expect(scale.place(value)).toBeGreaterThanOrEqual(-0.001)
          expect(scale.place(value)).toBeLessThanOrEqual(200.001)
        }
        expect(scale.ticks.some(({ value }) => value === 0)).toBe(true)
        for (const { value, word } of scale.ticks) {
          expect(Number.isInteger(value)).toBe(true)
          const [, sign, figure = '', letter = ''] = /^(−?)([\d.,]+)([kM]?)$/.exec(word) ?? []
          const major = Number(figure.replaceAll(',', '')) * ({ k: 1000, M: 1_000_000 }[letter] ?? 1)
          const exact = Number(formatAmount(Math.abs(value), currency, false).replaceAll(',', ''))
          expect(major).toBe(exact)
          expect(sign).toBe(value < 0 ? '−' : '')
        }
      }),
    )
  })

  it('stands also where there is nothing', () => {
    expect(axisScale({ low: 0, high: 0 }, room, countWords).ticks.map(({ word }) => word)).toEqual(['0', '1'])
  })
})

describe('names along time', () => {
  it('say the stretch in full, and short beneath', () => {
    const day = { from: seconds(2026, 11, 26), before: seconds(2026, 11, 27) }
    expect(bucketName('day', day)).toBe('Thu, 26 Nov 2026')
    expect(bucketTick('day', day)).toBe('26 Nov')
    const month = { from: seconds(2026, 1, 1), before: seconds(2026, 2, 1) }
    expect([bucketName('month', month), bucketTick('month', month)]).toEqual(['January 2026', 'Jan 2026'])
    const week = { from: seconds(2026, 11, 23), before: seconds(2026, 11, 30) }
    expect(bucketName('week', week)).toBe('23–29 Nov 2026')
    const hour = { from: seconds(2026, 11, 26, 14), before: seconds(2026, 11, 26, 15) }
    expect(bucketName('hour', hour)).toMatch(/^Thu, 26 Nov 2026, 14:00–15:00 \S+/)
    expect(bucketTick('hour', hour)).toBe('14:00')
  })

  it('do not call a part of a month the month', () => {
    expect(bucketName('month', { from: seconds(2026, 11, 20), before: seconds(2026, 12, 1) })).toBe(
      '20–30 Nov 2026',
    )
    expect(stretchWord({ from: seconds(2026, 11, 25), before: seconds(2026, 11, 25, 9) })).toBe(
      '25 Nov 2026, until 09:00',
    )
    expect(stretchWord({ from: seconds(2025, 12, 1), before: seconds(2026, 12, 1) })).toBe(
      '1 Dec 2025 – 30 Nov 2026',
    )
  })

  it('are of a whole day also before a midnight that the clocks skip', async () => {
    vi.stubEnv('TZ', 'America/Santiago')
    onTestFinished(() => void vi.unstubAllEnvs())
    vi.resetModules()
    const { bucketName: inSantiago } = await import('../../../../../src/renderer/ui/charts/time-words.ts')
    // The 6th begins at one o'clock.
    expect(new Date(2026, 8, 6).getHours()).toBe(1)
    expect(inSantiago('day', { from: seconds(2026, 9, 5), before: seconds(2026, 9, 6) })).toBe(
      'Sat, 5 Sept 2026',
    )
  })

  it('are left out where they would run into one another', () => {
    const places = Array.from({ length: 90 }, (_, index) => ({ index, part: undefined }))
    const shown = spacedOut(places, 900)
    expect(shown[0]?.index).toBe(0)
    expect((shown[1]?.index ?? 0) * 10).toBeGreaterThanOrEqual(58)
  })

  it('stand at even hours, so that every day is named as long as there is room for it', () => {
    const ticksOf = (hours: number, pixels: number): string[] => {
      const places = Array.from({ length: hours }, (_, index) => {
        const from = seconds(2026, 11, 20) + index * 3600
        const stretch = { from, before: from + 3600 }
        return { tick: bucketTick('hour', stretch), part: bucketPart('hour', stretch) }
      })
      return spacedOut(places, pixels).map(({ tick }) => tick)
    }
    expect(ticksOf(24, 560)).toEqual([
      '20 Nov',
      '03:00',
      '06:00',
      '09:00',
      '12:00',
      '15:00',
      '18:00',
      '21:00',
    ])
    expect(ticksOf(72, 400)).toEqual(['20 Nov', '12:00', '21 Nov', '12:00', '22 Nov', '12:00'])
    expect(ticksOf(7 * 24, 250)).toEqual(['20 Nov', '22 Nov', '24 Nov', '26 Nov'])
  })

  it('name January, which bears the year, where not every month has room', () => {
    const places = Array.from({ length: 12 }, (_, index) => {
      const stretch = { from: seconds(2025, 12 + index, 1), before: seconds(2025, 13 + index, 1) }
      return { tick: bucketTick('month', stretch), part: bucketPart('month', stretch) }
    })
    expect(spacedOut(places, 500).map(({ tick }) => tick)).toEqual([
      'Jan 2026',
      'Mar',
      'May',
      'Jul',
      'Sept',
      'Nov',
    ])
  })
})

it('stacks what is negative below zero', () => {
  const parts = stacked([
    { word: 'a', look: 'solid', values: [3, -2] },
    { word: 'b', look: 'hollow', values: [4, -1] },
  ])
  expect(parts).toEqual([
    [
      [0, 3],
      [-2, 0],
    ],
    [
      [3, 7],
      [-3, -2],
    ],
  ])
})

describe('the file of a chart', () => {
  const data = {
    caption: 'Refunds by day',
    columns: ['Day', 'Refunds EUR', 'Count', 'Rate'],
    rows: [
      [
        textValue('=HYPERLINK("x")'),
        amountValue(-123_456, 'eur'),
        countValue(2),
        { kind: 'rate', rate: 0.5 },
      ],
      [textValue('Thu'), { kind: 'none' }, countValue(0), { kind: 'rate', rate: null }],
    ],
  } as const

  it('says first what it is, of what, and what its words mean', () => {
    expect(chartFile(data, [['Definition', '+Refunds']]).split('\r\n')).toEqual([
      `"Definition","'+Refunds"`,
      '',
      '"Day","Refunds EUR","Count","Rate"',
      `"'=HYPERLINK(""x"")",-1234.56,2,0.5`,
      '"Thu",,0,',
      '',
    ])
  })

  it('rounds no share: what is nearly all stays that', () => {
    const rows = [[{ kind: 'rate', rate: 29_999 / 30_000 }]] as const
    expect(chartFile({ ...data, rows }, [])).toContain(`\r\n${29_999 / 30_000}\r\n`)
  })
})

it('says no share of nothing', () => {
  expect([rateWord(0.625), rateWord(0), rateWord(null)]).toEqual(['62.5 %', '0.0 %', '–'])
  // All is only said of all, and nothing of nothing.
  expect([rateWord(1), rateWord(0.9996), rateWord(0.0004)]).toEqual(['100.0 %', '> 99.9 %', '< 0.1 %'])
  expect([rateWord(0.9994), rateWord(0.0006)]).toEqual(['99.9 %', '0.1 %'])
  expect([1, 0.996, 0.994, 0.004, 0].map((rate) => rateWord(rate, 0))).toEqual([
    '100 %',
    '> 99 %',
    '99 %',
    '< 1 %',
    '0 %',
  ])
})
