// Cells that are written come back as they were, whatever stands in them, and files in any encoding are read or refused.
import { array, assert, constantFrom, property, string } from 'fast-check'
import { expect, it } from 'vitest'
import { csvCell, csvFile, csvRecords, separatorOf, textOf, type Separator } from '../../../src/domain/csv.ts'

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`
const cells = array(string({ unit: constantFrom('a', '"', ',', ';', '\t', '\n', '\r', ' ', 'é') }), {
  minLength: 1,
  maxLength: 4,
})

it('reads what was written, cell by cell', () =>
  assert(
    property(array(cells, { maxLength: 6 }), constantFrom<Separator>(',', ';', '\t'), (rows, by) => {
      const text = rows.map((row) => `${row.map(quoted).join(by)}\r\n`).join('')
      const records = [...csvRecords(text, by)]
      expect(records.map((record) => record.cells)).toEqual(rows)
      expect(records.every(({ quotes }) => quotes === 'fine')).toBe(true)
    }),
  ))

it('numbers every record by the line that it begins on', () =>
  assert(
    property(array(cells, { minLength: 1, maxLength: 6 }), (rows) => {
      const text = rows.map((row) => `${row.map(quoted).join(',')}\n`).join('')
      for (const { line, end, cells: read } of csvRecords(text, ',')) {
        const before = text.slice(0, end).slice(0, -`${read.map(quoted).join(',')}\n`.length)
        expect(line).toBe(before.split(/\r\n|\r|\n/).length)
      }
    }),
  ))

it.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '＝1',
  '＋1',
  '－1',
  '＠A1',
  ' =1',
  '\t=1',
  '\tx',
  '\rx', // prettier-ignore
])('writes nothing that a spreadsheet would run: %j', (value) => {
  expect(csvCell(value)).toMatch(/^"'/)
})

it.each([
  ['a;=1', `"a;'=1"`],
  ['a\t=1', `"a\t'=1"`],
  ['a\n=1', `"a\n'=1"`],
  ['a\r=1', `"a\r'=1"`],
  ['1234567890123456', `"'1234567890123456"`],
  ['123456789012345', '"123456789012345"'],
  ['a = b, c-d', '"a = b, c-d"'],
  ['say "hi"', '"say ""hi"""'],
])('writes %j as %s', (value, cell) => {
  expect(csvCell(value)).toBe(cell)
})

it('writes a file line by line', () => {
  const rows = [
    ['a', 'b'],
    ['c,d', ''],
  ]
  expect(csvFile(rows)).toBe('"a","b"\r\n"c,d",""\r\n')
})

it('finds the separator where no quote hides it', () => {
  expect(separatorOf('"a;b",c\n')).toBe(',')
  expect(separatorOf('a;b,c')).toBe(';')
  expect(separatorOf('a\tb;c')).toBe('\t')
  expect(separatorOf('alone')).toBe(',')
})

it('reads text by its byte order mark, and a workbook not at all', () => {
  const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values)
  expect(textOf(bytes(0xef, 0xbb, 0xbf, 0x70, 0x69))).toBe('pi')
  expect(textOf(bytes(0xff, 0xfe, 0x70, 0x00, 0x69, 0x00))).toBe('pi')
  expect(textOf(bytes(0xfe, 0xff, 0x00, 0x70, 0x00, 0x69))).toBe('pi')
  expect(textOf(bytes(0xc3, 0xa9))).toBe('é')
  expect(textOf(bytes(0xe9, 0x70))).toBe('ép')
  expect(textOf(bytes(0x50, 0x4b, 0x03, 0x04, 0x00, 0x00))).toBeNull()
})
