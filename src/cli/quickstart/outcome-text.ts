import { renderTpchTable } from '../../bench/suites/tpch/table.ts';
import { urlsText } from '../status-text.ts';
import type { QuickstartOutcome } from './outcome.ts';

/** What quickstart prints at its end. */
export const outcomeText = ({ tpch, runtimes, urls }: QuickstartOutcome): string =>
  [
    '',
    `TPC-H, scale factor ${tpch.scaleFactor}, checked row by row against DuckDB`,
    '',
    renderTpchTable(
      tpch.queries,
      runtimes.map(({ name }) => name),
    ),
    '',
    ...runtimes.map(kernelLine),
    '',
    urlsText(urls),
    '',
    'Next:',
    '  firebreak status                  what runs',
    '  eval "$(firebreak env)"           a shell with spark-submit, hdfs and yarn',
    '  firebreak submit -- job.py        a job of your own',
    '  firebreak down                    remove everything again',
  ].join('\n');

const kernelLine = ({ name, version, kernel, hostKernel }: QuickstartOutcome['runtimes'][number]): string =>
  `kernel seen in ${name} ${version}: ${kernel}${kernel === hostKernel ? ', the host’s own' : `; the host’s is ${hostKernel}`}`;
