export type Properties = Readonly<Record<string, string | number | boolean>>;

/** Hadoop's configuration file format. */
export const propertiesXml = (properties: Properties): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<configuration>',
    ...Object.entries(properties).map(
      ([name, value]) => `  <property><name>${escaped(name)}</name><value>${escaped(String(value))}</value></property>`,
    ),
    '</configuration>',
    '',
  ].join('\n');

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
