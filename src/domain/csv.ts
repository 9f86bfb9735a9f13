// Text in cells, both ways: a CSV file read exactly, record by record with the line it begins on, and a cell that is safe to write.
// It must never guess what a broken quote meant, nor write a cell that a spreadsheet would run as a formula.

export type Separator = ',' | ';' | '\t'

export interface CsvRecord {
  /** Of the file, as an editor counts them, from 1. */
  line: number
  /** As written, without their quotes. */
  cells: string[]
  /** `open`: a quote that never closes, so everything after it is in the last cell. `astray`: a quote in the middle of a cell. */
  quotes: 'fine' | 'open' | 'astray'
  /** How many characters of the text are read with this record. */
  end: number
}

/** The separator that a file uses, by its first line: tabs and semicolons first, for commas stand in amounts, too. */
export function separatorOf(text: string): Separator {
  const [first = ''] = text.trimStart().split(/[\r\n]/, 1)
  const bare = first.replaceAll(/"[^"]*"/g, '')
  if (bare.includes('\t')) return '\t'
  return bare.includes(';') ? ';' : ','
}

/** Record by record, empty lines too: they are one empty cell. Lines end with CR, LF or both. */
export function* csvRecords(text: string, separator: Separator): Generator<CsvRecord> {
  let at = 0
  let line = 1
  while (at < text.length) {
    const record: CsvRecord = { line, cells: [], quotes: 'fine', end: text.length }
    for (;;) {
      const cell = readCell(text, at, separator)
      record.cells.push(cell.value)
      if (record.quotes === 'fine') record.quotes = cell.quotes
      at = cell.end
      if (text[at] !== separator) break
      at += 1
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1
    at += 1
    record.end = Math.min(at, text.length)
    line += 1 + record.cells.reduce((lines, cell) => lines + lineEndsIn(cell), 0)
    yield record
  }
}

const lineEndsIn = (cell: string): number => (/[\r\n]/.test(cell) ? cell.split(/\r\n|\r|\n/).length - 1 : 0)

interface Cell {
  value: string
  quotes: CsvRecord['quotes']
  /** Where the separator or the end of the line stands. */
  end: number
}

function readCell(text: string, from: number, separator: Separator): Cell {
  if (text[from] !== '"') {
    const end = endOfCell(text, from, separator)
    const value = text.slice(from, end)
    return { value, quotes: value.includes('"') ? 'astray' : 'fine', end }
  }
  let value = ''
  let at = from + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote === -1) return { value: value + text.slice(at), quotes: 'open', end: text.length }
    value += text.slice(at, quote)
    at = quote + 1
    if (text[at] !== '"') break
    value += '"'
    at += 1
  }
  const end = endOfCell(text, at, separator)
  const after = text.slice(at, end)
  return { value: value + after, quotes: after.trim() === '' ? 'fine' : 'astray', end }
}

function endOfCell(text: string, from: number, separator: Separator): number {
  let at = from
  while (at < text.length) {
    const character = text[at]
    if (character === separator || character === '\n' || character === '\r') break
    at += 1
  }
  return at
}

/**
 * What stands in a file. A byte order mark decides; without one it is UTF-8, or what older Windows programs write where it can't be.
 * Null for what is no text at all, such as a workbook.
 */
export function textOf(bytes: Uint8Array<ArrayBuffer>): string | null {
  const [first, second] = bytes
  const wide =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null
  if (wide !== null) return new TextDecoder(wide).decode(bytes)
  if (bytes.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/**
 * Always quoted. An apostrophe before what a spreadsheet would take for a formula (owasp.org/www-community/attacks/CSV_Injection),
 * also where a program that splits at semicolons, tabs or lines inside the quotes would see a cell begin; and before a number of more
 * than the 15 digits that it keeps: the rest, of a bank's reference, it would make zeros.
 */
export function csvCell(value: string): string {
  const safe = value.replaceAll(/(?<=^|[;\t\r\n])(?=\s*[=+\-@＝＋－＠]|[\t\r])|^(?=\d{16,}$)/g, "'")
  return `"${safe.replaceAll('"', '""')}"`
}

/** A whole file, its lines ended as spreadsheets want them. */
export function csvFile(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
}
