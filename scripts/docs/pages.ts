import { cliPage } from './cli-page.ts';
import { clusterYamlPage } from './cluster-yaml-page.ts';
import { errorsPage } from './errors-page.ts';

export interface Page {
  readonly file: string;
  readonly text: string;
}

/** Every page that is generated, with what it must say now. Paths are relative to the checkout. */
export const pages = async (): Promise<Page[]> => [
  { file: 'docs/reference/cli.md', text: cliPage() },
  { file: 'docs/reference/cluster-yaml.md', text: clusterYamlPage() },
  { file: 'docs/reference/errors.md', text: await errorsPage() },
];
