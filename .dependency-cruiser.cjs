/** The boundaries of docs/guide.md's "how it is built": what may import what in src/. */
const outside = (folder, allowed) => ({
  path: '^src/',
  pathNot: [`^src/${folder}/`, '^src/(errors|write-by-rename)\\.ts$', ...allowed],
});

const { Visitor } = require('@swc/core/Visitor.js');

// This visitor is older than `using`; without this, a file that has one cannot be read.
const visitStatement = Visitor.prototype.visitStatement;
Visitor.prototype.visitStatement = function visitAnyStatement(statement) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement);
  statement.decls = this.visitVariableDeclarators(statement.decls);
  return statement;
};

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      comment:
        'A module nobody imports and that imports nothing is dead, unless it is a contract that is only just laid down.',
      severity: 'error',
      from: { orphan: true, path: '^src/.*\\.ts$', pathNot: ['\\.d\\.ts$', '\\.test\\.ts$'] },
      to: {},
    },
    {
      name: 'nothing-imports-cli',
      comment: 'The command line calls the rest; src/, tests of the library and scripts never depend on it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'report-imports-evidence-only',
      comment: 'And what is computed from evidence alone: analysis, by way of statistics.',
      severity: 'error',
      from: { path: '^src/report/', pathNot: '\\.test\\.ts$' },
      to: outside('report', ['^src/(evidence|analysis|statistics)/']),
    },
    {
      name: 'analysis-imports-evidence-only',
      severity: 'error',
      from: { path: '^src/analysis/', pathNot: '\\.test\\.ts$' },
      to: outside('analysis', ['^src/(evidence|statistics)/']),
    },
    {
      name: 'evidence-imports-nothing',
      severity: 'error',
      from: { path: '^src/evidence/', pathNot: '\\.test\\.ts$' },
      to: outside('evidence', []),
    },
    {
      name: 'statistics-import-nothing',
      severity: 'error',
      from: { path: '^src/statistics/', pathNot: '\\.test\\.ts$' },
      to: outside('statistics', []),
    },
    {
      name: 'engines-and-runtimes-never-import-agent',
      severity: 'error',
      from: { path: '^src/(engines|runtimes)/' },
      to: { path: '^src/agent/' },
    },
    {
      name: 'c-programs-import-only-their-compiler',
      severity: 'error',
      from: { path: '^src/(launcher|preload|compile)/', pathNot: '\\.test\\.ts$' },
      to: outside('(launcher|preload|compile)', ['^src/progress\\.ts$']),
    },
    {
      name: 'agent-knows-no-cluster',
      comment: 'The agent is told everything by agent.json.',
      severity: 'error',
      from: { path: '^src/agent/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(cluster|distribution|bench|report|probes)/' },
    },
    {
      name: 'source-never-imports-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { path: ['^test/', '\\.test\\.ts$', 'vitest', 'fast-check'] },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependency-in-source',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    // TypeScript 7 has no compiler API that dependency-cruiser can use; swc reads the same imports, types included.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json', '.cjs', '.mjs'],
      conditionNames: ['import', 'node'],
      exportsFields: ['exports'],
    },
  },
};
