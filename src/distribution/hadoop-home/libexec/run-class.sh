# Sourced by hadoop, hdfs and yarn: finds Java and the configuration, and runs a class of Hadoop.
# Reads JAVA_HOME, HADOOP_CONF_DIR, HADOOP_HEAPSIZE_MAX, HADOOP_OPTS, HADOOP_CLIENT_OPTS, HADOOP_CLASSPATH,
# HADOOP_USER_CLASSPATH_FIRST and HADOOP_ROOT_LOGGER as Apache's own scripts do.

self=$(readlink -f "$0")
HADOOP_HOME=${self%/bin/*}
HADOOP_CONF_DIR=${HADOOP_CONF_DIR:-$HADOOP_HOME/etc/hadoop}
export HADOOP_HOME HADOOP_CONF_DIR

die() {
  printf '%s: %s\n' "${self##*/}" "$1" >&2
  exit 1
}

# Leading options that all three commands know; the rest stays in "$@" of the caller, by way of $shifted.
take_options() {
  shifted=0
  while [ $# -gt 0 ]; do
    case $1 in
      --config)
        [ $# -ge 2 ] || die '--config needs a folder'
        HADOOP_CONF_DIR=$2
        shift 2
        shifted=$((shifted + 2))
        ;;
      --loglevel)
        [ $# -ge 2 ] || die '--loglevel needs a level'
        HADOOP_ROOT_LOGGER=$2,console
        shift 2
        shifted=$((shifted + 2))
        ;;
      *) break ;;
    esac
  done
}

hadoop_classpath() {
  own=$HADOOP_CONF_DIR:$HADOOP_HOME/webroot:$HADOOP_HOME/lib/*:$HADOOP_HOME/etc/hadoop
  if [ -z "${HADOOP_CLASSPATH:-}" ]; then
    printf '%s\n' "$own"
  elif [ -n "${HADOOP_USER_CLASSPATH_FIRST:-}" ]; then
    printf '%s\n' "$HADOOP_CLASSPATH:$own"
  else
    printf '%s\n' "$own:$HADOOP_CLASSPATH"
  fi
}

heap_option() {
  case ${HADOOP_HEAPSIZE_MAX:-} in
    '') ;;
    *[!0-9]*) printf -- '-Xmx%s' "$HADOOP_HEAPSIZE_MAX" ;;
    *) printf -- '-Xmx%sm' "$HADOOP_HEAPSIZE_MAX" ;;
  esac
}

run_class() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || die "JAVA_HOME is $JAVA_HOME, which has no bin/java"
  else
    java=$(command -v java) || die 'no java: set JAVA_HOME'
  fi
  # The two option variables hold words, as everywhere in Hadoop.
  # shellcheck disable=SC2046,SC2086
  exec "$java" \
    --add-opens=java.base/java.lang=ALL-UNNAMED \
    -Dproc_"${self##*/}" \
    -Dhadoop.home.dir="$HADOOP_HOME" \
    -Dhadoop.root.logger="${HADOOP_ROOT_LOGGER:-INFO,console}" \
    $(heap_option) ${HADOOP_OPTS:-} ${HADOOP_CLIENT_OPTS:-} \
    -cp "$(hadoop_classpath)" "$@"
}
