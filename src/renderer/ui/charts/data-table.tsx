// The numbers of a chart as a plain table: shown, or for screen readers only.
import { classes } from '../classes.ts'
import { ScrollBox } from '../scroll-box.tsx'
import { valueWord, type ChartData } from './chart-data.ts'

export function DataTable({ data, hidden = false }: { data: ChartData; hidden?: boolean }) {
  const numeric = data.columns.map((_, column) => data.rows.every((row) => row[column]?.kind !== 'text'))
  const table = (
    <table className="w-full border-separate border-spacing-0">
      <caption className="unseen">{data.caption}</caption>
      <thead>
        <tr>
          {data.columns.map((word, column) => (
            <th
              key={word}
              scope="col"
              className={classes(
                'sticky top-0 border-b border-line bg-bg py-1 pr-3 text-sm font-medium whitespace-nowrap text-ink-3',
                numeric[column] ? 'text-right' : 'text-left',
              )}
            >
              {word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {data.rows.map((row, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- rows have no other name
          <tr key={index}>
            {row.map((value, column) => {
              const Cell = column === 0 ? 'th' : 'td'
              return (
                <Cell
                  key={data.columns[column]}
                  {...(column === 0 ? { scope: 'row' } : {})}
                  className={classes(
                    'border-b border-line py-1 pr-3 font-normal whitespace-nowrap',
                    numeric[column] ? 'figures text-right' : 'text-left',
                  )}
                >
                  {valueWord(value)}
                </Cell>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
  if (hidden) return <div className="unseen">{table}</div>
  return (
    <ScrollBox label={data.caption} className="max-h-[420px]">
      {table}
    </ScrollBox>
  )
}
